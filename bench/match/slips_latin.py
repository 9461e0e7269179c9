"""What happens to a name in Latin letters: other habits of writing, and slips of the hand."""

import re
from collections.abc import Callable, Sequence
from random import Random

AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")
VOWEL = re.compile(r"ou|ai|ei|ie|ee|oo|[aeiouyéèïâ]", re.IGNORECASE)
OTHER_VOWELS = {
    "ou": ("u", "o", "oo", "w"), "ai": ("ay", "ae", "e"), "ei": ("i", "ey"), "ie": ("i", "y"), "ee": ("i",), "oo": ("ou",),
    "a": ("e", "a", "aa", ""), "e": ("a", "i", ""), "i": ("e", "y", "ee", ""), "o": ("ou", "u"), "u": ("ou", "o"), "y": ("i", "ie"),
    "é": ("e",), "è": ("e",), "ï": ("i",), "â": ("a",),
}  # fmt: skip
ENGLISH = ((r"ch", "sh"), (r"dj", "j"), (r"ou(?=[aeiy])", "w"), (r"ou", "u"), (r"c(?=[aou])", "k"), (r"gh", "g"), (r"ine\b", "in"),
           (r"ane\b", "an"), (r"ss", "s"), (r"ph", "f"), (r"\bel ", "al "), (r"eddine", "uddin"), (r"\babde", "abdu"))  # fmt: skip
FRENCH = ((r"sh", "ch"), (r"w", "ou"), (r"(?<![aeo])u", "ou"), (r"in\b", "ine"), (r"an\b", "ane"), (r"k(?=[aou])", "c"), (r"q", "k"),
          (r"(?<=[aeiou])s(?=[aeiou])", "ss"), (r"j", "dj"), (r"f", "ph"), (r"ay", "ai"), (r"\bal ", "el "), (r"ae\b", "a"))  # fmt: skip
SPANISH = ((r"ch", "x"), (r"kh", "j"), (r"ou", "u"), (r"\bh", ""), (r"ss", "s"), (r"z", "s"), (r"y", "i"), (r"k", "c"), (r"q", "k"),
           (r"gh", "g"), (r"\bou?", "u"), (r"\bel ", "el "), (r"b", "v"), (r"dj|j", "y"))  # fmt: skip
PARTICLE = re.compile(r"^(El|Al|Ben|Bin|Bent|Ait|Aït|Ould|Bou|Abou|Abdel|Abdul|Abd)([ -])(?=\w{3})", re.IGNORECASE)
JOINED = re.compile(r"^(El|Ben|Ait|Bou|Abdel|Abdes|Abder)(?=\w{4})", re.IGNORECASE)


def vowels(text: str, random: Random) -> str:
    """One vowel or two heard otherwise, or left out as in Arabic."""
    for _time in range(random.choice((1, 1, 2))):
        found = list(VOWEL.finditer(text))
        if found:
            here = random.choice(found)
            text = text[: here.start()] + random.choice(OTHER_VOWELS[here[0].lower()]) + text[here.end() :]
    return text


def doubled(text: str, random: Random) -> str:
    """A double consonant made single, or a single one double."""
    twice = [m.start() for m in re.finditer(r"([b-df-hj-np-tv-z])\1", text)]
    if twice and random.random() < 0.7:
        here = random.choice(twice)
        return text[:here] + text[here + 1 :]
    once = [m.start() for m in re.finditer(r"(?<=[aeiou])[bdfklmnrstz](?=[aeiou])", text)]
    here = random.choice(once) if once else 0
    return text[:here] + text[here] + text[here:] if once else text


def habit(rules: Sequence[tuple[str, str]]) -> Callable[[str, Random], str]:
    """Writes as people do who learnt another language: most of the rules that apply."""
    compiled = [(re.compile(found, re.IGNORECASE), to) for found, to in rules]

    def written(text: str, random: Random) -> str:
        for found, to in compiled:
            if random.random() < 0.6:
                text = found.sub(to, text)
        return text

    return written


def arabizi(text: str, arabic: str, random: Random) -> str:
    """Digits for the letters that Latin lacks, where the Arabic form has them: 7med, 3omar, 9asem."""
    lower, at = text.lower(), 0
    for letter in arabic:
        latins, digit = _DIGITS.get(letter, ((), ""))
        found = min((i for latin in latins if (i := lower.find(latin, at)) >= 0), default=-1)
        if found < 0 or random.random() < 0.15:
            continue
        width = 0 if letter in "عء" else next(len(latin) for latin in latins if lower.startswith(latin, found))
        lower = lower[:found] + digit + lower[found + width :]
        at = found + 1
    return lower


_DIGITS = {
    "ح": (("h",), "7"), "خ": (("kh",), "5"), "ق": (("q", "k", "c"), "9"), "ع": (("a", "o", "i", "e"), "3"), "غ": (("gh", "rh"), "8"),
    "ء": (("a", "e"), "2"), "ط": (("t",), "6"),
}  # fmt: skip


def particle_moved(text: str, _random: Random) -> str:
    """Written apart where it was joined, joined where it was apart."""
    if PARTICLE.match(text):
        return PARTICLE.sub(lambda m: m[1] + "", text)
    return JOINED.sub(r"\1 ", text)


def particle_dropped(text: str, _random: Random) -> str:
    return re.sub(r"^(?:El|Al|Ben|Bin|Bent|Ait|Aït|Ould|Bou|Abdel|Abd)(?:[ -]|(?<=El)(?=\w{4}))", "", text)


def without_abd(text: str) -> str:
    """Kader for Abdelkader, Rahim for Abderrahim."""
    return (
        re.sub(r"^Abd(?:[aeu]?[a-z](?=[a-z])|[ -](?:[ae]l?[a-z]?[ -]?))[ -]?", "", text, flags=re.IGNORECASE).title()
        or text
    )


def typed(text: str, random: Random) -> str:
    """One slip of the finger."""
    return slip(text, random, AZERTY)


def slip(text: str, random: Random, keyboard: Sequence[str]) -> str:
    """A neighbouring key, two letters exchanged, one left out, one struck twice, or a stray one."""
    if len(text) < 3:
        return text
    here = random.randrange(1, len(text))
    kind = random.randrange(5)
    if kind == 0:
        return text[:here] + _beside(text[here], random, keyboard) + text[here + 1 :]
    if kind == 1:
        return text[: here - 1] + text[here] + text[here - 1] + text[here + 1 :]
    if kind == 2:
        return text[:here] + text[here + 1 :]
    stray = text[here] if kind == 3 else _beside(text[here], random, keyboard)
    return text[:here] + stray + text[here:]


def _beside(letter: str, random: Random, keyboard: Sequence[str]) -> str:
    for number, row in enumerate(keyboard):
        at = row.find(letter.lower())
        if at >= 0:
            around = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            below = keyboard[number + 1 : number + 2]
            return random.choice(around + (below[0][at : at + 1] if below else "") or letter)
    return letter


def abbreviated(text: str, random: Random) -> str:
    """Med, Mhd, F.Z., Abd.: the known short forms, or the first three letters, or the consonants alone."""
    known = _SHORT.get(text.lower())
    if known:
        return random.choice(known)
    consonants = text[0] + re.sub(r"[aeiouyéèïâ]", "", text[1:])
    return random.choice((text[:3] + ".", text[:4], consonants if len(consonants) > 2 else text[:3]))


_SHORT = {
    "mohamed": ("Med", "Mhd", "Moh", "Md", "Med."), "mohammed": ("Med", "Mhd", "Mohd"), "fatima": ("Fat", "Fat.", "Ftm"),
    "abdellah": ("Abd", "Abdlh"), "mustapha": ("Mus", "Mst"), "mostafa": ("Mst", "Most."), "ahmed": ("Ahd", "Ah."), "youssef": ("Ysf", "Yssf"),
    "moulay": ("My", "Mly"), "lalla": ("Lla", "L."), "sidi": ("Sd", "S."), "hassan": ("Hass", "Hsn"), "khadija": ("Khad", "Khdj"),
}  # fmt: skip
