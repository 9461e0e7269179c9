"""How place names are compared: what people type has no accents, no hamza and no certain ending."""

import re
import unicodedata

_ARABIC_TWINS = str.maketrans(
    {
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "گ": "ك",
        "ݣ": "ك",
        "ڭ": "ك",
        "ڤ": "ف",
        "ء": "",
        "ـ": "",
        "œ": "oe",
        "æ": "ae",
    }
)
_ARTICLE = re.compile(r"\bال(?=\w{3})")
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text without accents, hamzas, tatweel, article, capitals or punctuation, in single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", bare.casefold().translate(_ARABIC_TWINS))
    return _ARTICLE.sub("", words).strip()


def search_text(*names: str) -> str:
    """Every name folded, each word after a space, so that a prefix is found by ``LIKE '% pre%'``."""
    return " " + " ".join(folded for name in names if (folded := fold(name)))
