"""From any text to tokens: letters of one script each, without accents, capitals, vowel signs or invisible marks.

Nothing that a person can type fails here, and nothing is slow: what lies beyond ``LONGEST_TEXT`` characters or
``MOST_TOKENS`` tokens is not read.
"""

import re
import unicodedata
from enum import StrEnum

LONGEST_TEXT = 400
LONGEST_WORD = 40
MOST_TOKENS = 24
BORNE_ALEF = "ٲ"
"""An alef that was written with its hamza (or madda): it cannot begin an article. Only seen inside this package."""
_LAST_FOLDS = str.maketrans({BORNE_ALEF: "ا", "ة": "ه", "ى": "ي"})


class Script(StrEnum):
    ARABIC = "arabic"
    LATIN = "latin"
    OTHER = "other"


_BORNE = str.maketrans(dict.fromkeys("أإآ", BORNE_ALEF))
_ARABIC_TWINS = str.maketrans(
    {"ٱ": "ا", "ٳ": "ا", "ٵ": "ا", "ۃ": "ة", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ی": "ي", "ې": "ي", "ے": "ي"}
    | {"ک": "ك", "ڪ": "ك", "ݣ": "گ", "ڭ": "گ", "ڨ": "گ", "ڥ": "ڤ", "ڢ": "ف", "ڧ": "ق", "ۋ": "و", "ۆ": "و", "ڜ": "ش"}
    | {"ء": "", "ـ": ""}
)  # fmt: skip
_LATIN_TWINS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "dh", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
    | {"ɣ": "gh", "γ": "gh", "ɛ": "3", "ε": "3", "ʿ": "", "ʾ": "", "ʻ": "", "ʼ": "", "ʽ": "", "ˈ": "", "ˊ": "", "ˋ": ""}
    | dict.fromkeys("'’‘‛`´′＇", "")
)
_SCHOLARLY = str.maketrans(
    {"ç": "s", "š": "ch", "č": "tch", "ǧ": "j", "ġ": "gh", "ḫ": "kh", "ẖ": "kh", "ḏ": "dh", "ṯ": "th", "ž": "j"}
)
_TIFINAGH = str.maketrans(
    {"ⴰ": "a", "ⴱ": "b", "ⴲ": "b", "ⴳ": "g", "ⴴ": "g", "ⴷ": "d", "ⴹ": "d", "ⴻ": "e", "ⴼ": "f", "ⴽ": "k", "ⵀ": "h"}
    | {"ⵃ": "7", "ⵄ": "3", "ⵅ": "kh", "ⵇ": "q", "ⵉ": "i", "ⵊ": "j", "ⵍ": "l", "ⵎ": "m", "ⵏ": "n", "ⵓ": "u", "ⵔ": "r"}
    | {"ⵕ": "r", "ⵖ": "gh", "ⵙ": "s", "ⵚ": "s", "ⵛ": "ch", "ⵜ": "t", "ⵟ": "t", "ⵡ": "w", "ⵢ": "y", "ⵣ": "z", "ⵥ": "z"}
    | {"ⵯ": "w"}
)  # fmt: skip
_ARABIZI = [("3'", "gh"), ("3’", "gh"), ("7'", "kh"), ("7’", "kh")]
_UNHEARD = {"Mn", "Me", "Mc", "Cf"}
_TOKEN = re.compile(r"[\u0620-\u064a\u066e-\u06d5\u06fa-\u06ff\u0750-\u077f]+|[a-z0-9]+|[^\W_\u0620-\u077fa-z0-9]+")
_ASIDE = re.compile(r"\([^()]*\)")
_DIGITS = re.compile(r"\d+")


def tokens(text: str) -> list[str]:
    """The folded tokens of a text, each of one script; numbers and signs are left out.

    What stands in parentheses is a remark, unless nothing else is there. A token keeps ``BORNE_ALEF``, ة and ى, which
    say how it sounds; ``written`` folds them at last.
    """
    text = text[:LONGEST_TEXT]
    return _tokens(_ASIDE.sub(" ", text)) or _tokens(text)


def _tokens(text: str) -> list[str]:
    letters = _unmarked(text.casefold()).translate(_LATIN_TWINS) if text.isascii() else _letters(text)
    found = (token for token in _TOKEN.findall(letters) if not _DIGITS.fullmatch(token))
    return [token[:LONGEST_WORD] for token in found][:MOST_TOKENS]


def _letters(text: str) -> str:
    bare = _unmarked(unicodedata.normalize("NFKC", text)[:LONGEST_TEXT].casefold())
    spelled = unicodedata.normalize("NFKD", bare.translate(_BORNE).translate(_SCHOLARLY))
    plain = spelled.translate(_ARABIC_TWINS).translate(_LATIN_TWINS).translate(_TIFINAGH)
    return "".join(c for c in plain if c.isalnum() or c.isspace() or unicodedata.category(c) not in _UNHEARD)


def _unmarked(text: str) -> str:
    """Arabizi with an apostrophe: « 3' » is غ."""
    for marked, sound in _ARABIZI:
        text = text.replace(marked, sound)
    return text


def script(token: str) -> Script:
    """The script of a token's first letter: a token never mixes two."""
    first = token[:1]
    if "\u0600" <= first <= "\u077f":
        return Script.ARABIC
    return Script.LATIN if first.isascii() else Script.OTHER


def written(token: str) -> str:
    """A token in its last folded form, without what people leave out: one alef, ه for ة, ي for ى."""
    return token.translate(_LAST_FOLDS)
