"""What happens to a name in Arabic letters: hamzas, endings, dots, the sounds of the dialect, and slips of the hand."""

import re
from random import Random

from bench.match.slips_latin import slip

KEYBOARD = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ")
NO_HAMZA = str.maketrans("أإآؤئ", "ااا" + "وي")
ADDED_HAMZA = re.compile(r"\bا(?!ل)")
DOTS = {"ب": "تن", "ت": "بث", "ث": "ت", "ن": "ب", "ج": "حخ", "ح": "جخ", "خ": "حج", "د": "ذ", "ذ": "د", "ر": "ز", "ز": "ر",
        "س": "ش", "ش": "س", "ص": "ض", "ض": "ص", "ط": "ظ", "ظ": "ط", "ع": "غ", "غ": "ع", "ف": "ق", "ق": "ف"}  # fmt: skip
DIALECT = {"ث": "ت", "ذ": "د", "ظ": "ض", "ض": "د", "ق": "كݣ", "ج": "ݣج", "ص": "س", "ط": "ت"}
PARTICLE = re.compile(r"^(بن|أبو|بو|آيت|ايت|عبد|ولد) (?=\w)")
JOINED = re.compile(r"^(عبد)(?=ال)|^(بن)(?=\w{3})|^(بو)(?=\w{3})")


def hamza(text: str, random: Random) -> str:
    """Left out, or put where it is not."""
    bare = text.translate(NO_HAMZA)
    if bare != text:
        return bare.removesuffix("ء")
    if text.endswith("اء"):
        return text[:-1]
    return ADDED_HAMZA.sub(random.choice("أإ"), text)


def ta_marbuta(text: str, random: Random) -> str:
    """Ta marbuta as ha or alef, ha as ta marbuta."""
    if text.endswith("ة"):
        return text[:-1] + random.choice("ههها")
    return text[:-1] + "ة" if text.endswith("ه") and not text.endswith("الله") else text


def alef_maqsura(text: str, random: Random) -> str:
    """Alef maqsura as ya or alef, final ya as alef maqsura."""
    if text.endswith("ى"):
        return text[:-1] + random.choice("ييا")
    return text[:-1] + "ى" if text.endswith("ي") else text


def dots(text: str, random: Random) -> str:
    """One letter taken for its twin with other dots."""
    return _one_letter(text, random, DOTS)


def dialect(text: str, random: Random) -> str:
    """Written as it is spoken: ت for ث, د for ذ, ݣ for ق."""
    return _one_letter(text, random, DIALECT)


def _one_letter(text: str, random: Random, twins: dict[str, str]) -> str:
    found = [at for at, letter in enumerate(text) if letter in twins]
    if not found:
        return text
    here = random.choice(found)
    return text[:here] + random.choice(twins[text[here]]) + text[here + 1 :]


def long_vowel(text: str, random: Random) -> str:
    """A short vowel written long (خاليد, مونير), or a long one short (ابرهيم)."""
    long = [m.start() for m in re.finditer(r"(?<=\w)[اوي](?=\w)", text)]
    if long and random.random() < 0.4:
        here = random.choice(long)
        return text[:here] + text[here + 1 :]
    short = [m.start() for m in re.finditer(r"(?<=[^اوي\s])[^اويةىء\s](?=\w)", text)]
    here = random.choice(short) if short else 0
    return text[:here] + random.choice("اويي") + text[here:] if short else text


def marks(text: str, random: Random) -> str:
    """Tatweel to fill the line, or vowel signs."""
    here = random.randrange(1, len(text)) if len(text) > 1 else 0
    return text[:here] + random.choice(("ـ", "ــ", "َ", "ُ", "ّ", "ِ")) + text[here:]


def particle_moved(text: str, _random: Random) -> str:
    if PARTICLE.match(text):
        return PARTICLE.sub(lambda m: m[1], text)
    return JOINED.sub(lambda m: m[0] + " ", text)


def particle_dropped(text: str, _random: Random) -> str:
    return re.sub(r"^(?:ال(?=\w{3})(?!له$)|(?:بن|آيت|ولد) |عبد (?!الله))", "", text)


def typed(text: str, random: Random) -> str:
    return slip(text, random, KEYBOARD)


def abbreviated(text: str, random: Random) -> str:
    """« م. », « عبد. »."""
    return random.choice((text[0] + ".", text[:3] + "."))
