"""From a folded word to its sound, in one alphabet for both scripts, and from a sound to its skeleton.

A sound is written with one sign a grapheme. Small letters are heard as in Latin; capitals are Arabic letters that
Latin writes in several ways. Vowels have signs of their own at the beginning (à) and at the end (á) of a word, where
they say more than inside::

    Khadija      x a d i j á          خديجة     x d Y J ɑ
    Ouafae       w a f á              وفاء      W f A
    7amid        H a m i d            حميد      H m Y d

A skeleton keeps the consonants only, in nine broad classes, and is nearly always the same for the two scripts.
"""

import re

from kanaf.persons.names.folding import Script, script

ARABIC_SIGNS = {
    "ا": "A", "ٲ": "A", "ب": "b", "پ": "p", "ت": "t", "ث": "θ", "ج": "J", "چ": "c", "ح": "H", "خ": "x", "د": "d",
    "ذ": "δ", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "c", "ص": "S", "ض": "D", "ط": "T", "ظ": "Z", "ع": "E",
    "غ": "ğ", "ف": "f", "ڤ": "v", "ق": "Q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "ɑ",
    "و": "W", "ي": "Y", "ى": "ỳ",
}  # fmt: skip
_ARABIC_FIRST = {"A": "I", "l": "Ł"}
_ARABIC_LAST = {"h": "ɑ", "Y": "Í"}
LATIN_GRAPHEMES = {
    "sch": "c", "tch": "c", "ch": "c", "sh": "c", "kh": "x", "gh": "ğ", "dj": "j", "dh": "δ", "th": "θ", "ph": "f",
    "ck": "k", "ou": "u", "oo": "u", "ee": "i", "aa": "â", "x": "ks", "2": "", "3": "E", "4": "D", "5": "x", "6": "T",
    "7": "H", "8": "ğ", "9": "Q",
    "0": "o", "1": "i",
}  # fmt: skip
_BY_NEIGHBOUR = [
    (r"^l(?=.)", "Ł"),
    (r"^ch(?=ris)", "k"),
    (r"(?<=^ab)d(?=h)|(?<=^benab)d(?=h)|(?<=^oul)d(?=h)", "d"),
    (r"(?<=^ai)t(?=h)|(?<=^ben)t(?=h)", "t"),
    (r"(?<=^i)s(?=ha)", "s"),
    (r"^rh(?=[aeiou])", "ğ"),
    (r"(?:^|(?<=[aeiou]))ou(?=[aeiouy])|w", "w"),
    (r"gu(?=[ei])", "g"),
    (r"qu(?=[ei])", "q"),
    (r"g(?=[eiy])", "ĝ"),
    (r"sc(?=[eiy])|c(?=[eiy])", "s"),
    (r"c(?!h|k)", "k"),
    (r"y(?=[aeiou])|^y", "y"),
    (r"y", "i"),
]
_FINALS = {
    "aa": "á", "ae": "á", "ah": "áħ", "eh": "áħ", "h": "ħ", "a": "á", "e": "é", "i": "í", "y": "í", "ee": "í",
    "ie": "í", "o": "ó", "ou": "ú", "u": "ú", "oo": "ú",
}  # fmt: skip
_INITIALS = {"aa": "à", "a": "à", "e": "è", "i": "ì", "o": "ò", "ou": "ù", "u": "ù", "oo": "ù"}
_LATIN = re.compile(
    "|".join(
        [f"(?P<final>(?<=.)(?:{'|'.join(sorted(_FINALS, key=len, reverse=True))})$)"]
        + [f"(?P<n{index}>{pattern})" for index, (pattern, _) in enumerate(_BY_NEIGHBOUR)]
        + [f"(?P<initial>^(?:{'|'.join(sorted(_INITIALS, key=len, reverse=True))}))"]
        + [f"(?P<any>{'|'.join(LATIN_GRAPHEMES)}|.)"]
    )
)
_DOUBLED = re.compile(r"(.)\1+")

CLASSES = {
    sign: kind
    for kind, signs in {
        "b": "bp", "f": "fv", "t": "tTθ", "d": "dDδZ", "z": "z", "k": "kqQgğ", "j": "jJĝ", "c": "c", "x": "x",
        "s": "sS", "h": "hHħ", "r": "r", "l": "lŁ", "m": "m", "n": "n", "": "AIEWYÍỳɑwyaeiouàèìòùáéíóúâ",
    }.items()
    for sign in signs
}  # fmt: skip
_SKELETON = str.maketrans(CLASSES)
_OTHER_READINGS = [
    (re.compile(pattern), instead)
    for pattern, instead in [
        (r"^Ł", ""),  # Larbi, El Arbi
        (r"^(be?)n[lŁ]", r"\1l"),  # Benlahcen, Belhassan
        (r"g", "j"),  # Gamal, Guessous جسوس
        (r"ĝ", "k"),  # Argi عرقي
        (r"[ZδD]", "z"),  # Nadhir, Nazir
        (r"θ", "s"),  # Othman, Osman
        (r"θ", "th"),  # Thami تهامي
        (r"δ", "dh"),
        (r"rh", "ğ"),  # Benrhanem بن غانم
        (r"Aɑ$", "At"),  # حياة Hayat
    ]
]


def sound(word: str) -> str:
    """The sound of one folded word, never empty; letters that are not known stay as they are."""
    kind = script(word)
    if kind is Script.ARABIC:
        return _arabic(word)
    return _latin(word) or word if kind is Script.LATIN else word


def _arabic(word: str) -> str:
    signs = "".join(ARABIC_SIGNS.get(letter, letter) for letter in word)
    if len(signs) > 1:
        signs = _ARABIC_FIRST.get(signs[0], signs[0]) + signs[1:-1] + _ARABIC_LAST.get(signs[-1], signs[-1])
    return _DOUBLED.sub(r"\1", signs.replace("dJ", "J").replace("tc", "c"))


def _latin(word: str) -> str:
    return _DOUBLED.sub(r"\1", "".join(_sign(match) for match in _LATIN.finditer(word)))


def _sign(match: re.Match[str]) -> str:
    kind, text = str(match.lastgroup), match.group()
    if kind == "final":
        return _FINALS[text]
    if kind == "initial":
        return _INITIALS[text]
    return LATIN_GRAPHEMES.get(text, text) if kind == "any" else _BY_NEIGHBOUR[int(kind[1:])][1]


def skeleton(heard: str) -> str:
    """The classes of a sound's consonants, without doubles and without a last breath; never empty for a sound.

    « Hassan », « Hasan » and « حسن » are ``hsn``; « Aya » and « آية », which have no consonant, are ``a``.
    """
    bones = _DOUBLED.sub(r"\1", heard.translate(_SKELETON))
    return bones.removesuffix("h") or bones or ("a" if heard else "")


def skeletons(heard: str) -> list[str]:
    """The skeleton of a sound, then those of its other readings: « Larbi » without « L’ », « Gacem » as « Jacem »."""
    first = skeleton(heard)
    readings = (pattern.sub(instead, heard) for pattern, instead in _OTHER_READINGS)
    others = (skeleton(reading) for reading in readings if reading != heard)
    return list(dict.fromkeys([first, *(other for other in others if other not in {"", "a"})]))
