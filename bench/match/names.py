"""The stock of names: given names of two generations and family names, one half for tuning, the other never looked at."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.match.index import fold, index, romanised

DATA = Path(__file__).parent / "data"
LISTED = Path(__file__).parents[2] / "src" / "kanaf" / "portal" / "demo" / "names_ma.json"
PARTS = ("tuning", "unseen")
PARTICLES = ("بن ", "ابن ", "بنت ", "ايت ", "اولاد ", "ولد ", "ابو ", "بو ", "نايت ", "ال")
JOINED = ("بن", "بل", "بو", "ايت")

Spelt = tuple[Sequence[str], Sequence[float]]
"""Spellings and their cumulative weights, as ``Random.choices`` takes them."""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One name of one person, with all the ways it is written; compared by identity, for there is one of each."""

    arabic: str
    usual: Spelt
    any_of: Spelt
    eastern: Sequence[str] = ()
    arabic_forms: Sequence[str] = ()
    nicknames: Sequence[tuple[str, str]] = ()

    def latin(self, random: Random) -> str:
        """As a desk would write it, the commonest spelling most often."""
        texts, weights = self.usual
        return random.choices(texts, cum_weights=weights)[0]

    def another_latin(self, random: Random) -> str:
        """Any attested spelling, the rare ones nearly as often."""
        texts, weights = self.any_of
        return random.choices(texts, cum_weights=weights)[0]


@dataclass(frozen=True, slots=True)
class Pool:
    """Names to draw from, the first ones far more often (Zipf and Mandelbrot)."""

    names: Sequence[Name]
    weights: Sequence[float] = field(repr=False)

    def draw(self, random: Random) -> Name:
        return random.choices(self.names, cum_weights=self.weights)[0]


@dataclass(frozen=True, slots=True)
class Stock:
    """All the names of one part."""

    boys: Pool
    girls: Pool
    fathers: Pool
    mothers: Pool
    families: Pool
    first_of_two: dict[str, Pool]


def core(arabic: str) -> str:
    """The name without article and particle: what decides its part, so that no name is in both under two guises."""
    bare = fold(arabic)
    while (cut := next((bare[len(p) :] for p in PARTICLES if bare.startswith(p) and len(bare) > len(p) + 1), "")) != "":
        bare = cut.strip()
    cut = next((bare[len(p) :] for p in JOINED if bare.startswith(p) and len(bare) > len(p) + 2), bare)
    return cut.removeprefix("ال").replace(" ", "") or bare


def part_of(arabic: str) -> str:
    """Half of all names each, by a hash of the name itself."""
    return PARTS[sha256(core(arabic).encode()).digest()[0] % 2]


@cache
def stock(part: str) -> Stock:
    """The pools of one part; a name that comes more often in its list or in the index stands first."""
    given = [row for row in _table("given_names.csv") if part_of(row["arabic"]) == part]
    tail = {sex: [a for a in _tail(sex) if part_of(a) == part] for sex in "MF"}

    def pool(sex: str, generation: str, head: float) -> Pool:
        ranked = sorted(
            (row for row in given if row["sex"] == sex), key=lambda row: (-int(row[generation]), _lot(row["arabic"]))
        )
        return _pool([row["arabic"] for row in ranked] + tail[sex], head, 0.95)

    pools = {name: pool(sex, generation, head) for name, sex, generation, head in (
        ("boys", "M", "children", 2.0), ("girls", "F", "children", 2.5), ("fathers", "M", "parents", 0.8), ("mothers", "F", "parents", 0.8),
    )}  # fmt: skip
    first = {sex: Pool(p.names[:4], p.weights[:4]) for sex, p in (("M", pools["fathers"]), ("F", pools["mothers"]))}
    families = _families(part, pools["fathers"].names[:90])
    return Stock(**pools, families=families, first_of_two=first)


def _pool(arabic: Iterable[str], head: float, slope: float) -> Pool:
    return _weighted([name(a) for a in dict.fromkeys(arabic)], head, slope)


def _weighted(names: Sequence[Name], head: float, slope: float) -> Pool:
    return Pool(names, list(accumulate((rank + head) ** -slope for rank in range(1, len(names) + 1))))


def _families(part: str, fathers: Sequence[Name]) -> Pool:
    """Attested family names, and those made of a particle and a man's name, every twelfth."""
    plain = [name(a) for a in _family_names() if part_of(a) == part]
    made = [after(particle, man) for man in fathers for particle in FAMILY_PARTICLES]
    mixed: list[Name] = []
    for number, family in enumerate(plain):
        mixed.append(family)
        if number % 11 == 10 and made:
            mixed.append(made.pop(0))
    return _weighted(mixed, 8.0, 0.8)


FAMILY_PARTICLES = (("بن ", ("Ben ", "Ben", "Bin ")), ("آيت ", ("Ait ", "Aït ", "Aït-")), ("ولد ", ("Ould ", "Oueld ")))


def after(particle: tuple[str, Sequence[str]], man: Name) -> Name:
    """« بن عبد السلام » : Ben Abdeslam, Benabdeslam."""
    arabic, latins = particle

    def joined(texts: Sequence[str]) -> list[str]:
        return [p + (t.lower() if p[-1].isalpha() else t) for t in texts for p in latins]

    usual = joined(man.usual[0][:3])
    return Name(
        arabic + man.arabic,
        _spelt([(text, 6.0 / (rank + 1)) for rank, text in enumerate(usual)], 1.0),
        _spelt([(text, 1.0) for text in joined(man.any_of[0][:8])], 1.0),
        arabic_forms=(arabic.strip() + man.arabic,) if arabic == "بن " else (),
    )


@cache
def name(arabic: str) -> Name:
    """The one ``Name`` of this Arabic form."""
    found = index().spellings(arabic) or [(latin, 3 - min(n, 2)) for n, latin in enumerate(romanised(arabic))]
    listed = _listed_latin().get(fold(arabic))
    if listed and listed not in dict(found):
        found = [(listed, max(1, found[0][1] // 2)), *found]
    return Name(
        arabic,
        _spelt(found, 0.9),
        _spelt(found, 0.35),
        tuple(index().eastern_spellings(arabic, found[0][0])),
        tuple(row["other"] for row in _table("other_forms.csv") if row["arabic"] == arabic),
        tuple((row["latin"], row["written"]) for row in _table("nicknames.csv") if row["arabic"] == arabic),
    )


def _spelt(found: Iterable[tuple[str, float]], power: float) -> Spelt:
    texts, weights = zip(*found, strict=True)
    return texts, list(accumulate(weight**power for weight in weights))


@cache
def _table(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def _lists() -> dict[str, list[dict[str, str]]]:
    lists: dict[str, list[dict[str, str]]] = json.loads(LISTED.read_text(encoding="utf-8"))
    return lists


@cache
def _listed_latin() -> dict[str, str]:
    return {fold(row["ar"]): row["latin"] for kind in ("girls", "boys", "surnames") for row in _lists()[kind]}


@cache
def _known_writing() -> dict[str, str]:
    """Folded form to the true one, where a list has it."""
    listed = [row["ar"] for kind in ("girls", "boys", "surnames") for row in _lists()[kind]]
    return {fold(a): a for a in listed + [row["arabic"] for row in _table("given_names.csv")]}


def _tail(sex: str) -> list[str]:
    """Rare given names of the index, of the sex that their ending tells."""
    listed = {fold(row["arabic"]) for row in _table("given_names.csv")}
    seen = index().role
    rare = [
        (roles["given"] * 3 + roles["given elsewhere"], key) for key, roles in seen.items()
        if roles["given"] >= roles["surname"] and roles["registers"] and key not in listed and _is_a_name(key)
    ]  # fmt: skip
    ranked = sorted(((count, key) for count, key in rare if count >= 2), key=lambda pair: (-pair[0], pair[1]))
    return [true_writing(key) for _count, key in ranked if _sex_of(key) == sex]


def _sex_of(key: str) -> str:
    """By the ending; a name that says it in one script only is nobody's."""
    if key.endswith(("ه", "اء", "ات")) and not key.startswith("عبد"):
        return "F"
    latin = next((text for text, _count in index().spellings(key)), "")
    return "" if latin.endswith("a") else "M"


@cache
def _family_names() -> list[str]:
    """Listed ones and Moroccan ones of the index by frequency, then Algerian and Tunisian ones."""
    roles = index().role
    ranked = {key: 6.0 * r["surname"] + r["surname elsewhere"] for key, r in roles.items() if _is_a_name(key)}
    for row in _lists()["surnames"]:
        ranked[fold(row["ar"])] = ranked.get(fold(row["ar"]), 0) + 25
    kept = sorted((key for key, count in ranked.items() if count >= 2), key=lambda key: (-ranked[key], key))
    return list(dict.fromkeys(true_writing(key) for key in kept))


def _is_a_name(key: str) -> bool:
    return len(key) >= 3 and f"{key} " not in PARTICLES and key not in NOT_NAMES


NOT_NAMES = {
    "سيدي",
    "مولاي",
    "الله",
    "الدين",
    "لاله",
    "للا",
    "ولد",
    "بين",
    "نايت",
    "الحاج",
    "حاج",
    "سيد",
    "الشاب",
    "عبد",
}


def true_writing(key: str) -> str:
    """The index folds hamzas and endings; they are put back from the lists, or from the Latin spelling."""
    if key in _known_writing():
        return _known_writing()[key]
    latin = next((text for text, _count in index().spellings(key)), "").lower()
    body = key
    if body.endswith("ه") and not body.endswith("الله") and latin.endswith(("a", "at", "e", "ah", "eh")):
        body = body[:-1] + "ة"
    if body.endswith("ي") and latin.endswith(("a", "à", "â")):
        body = body[:-1] + "ى"
    if body.startswith("ا") and not body.startswith("ال"):
        body = _first_letter(body, latin) + body[1:]
    return body


def _first_letter(body: str, latin: str) -> str:
    if body.startswith("اي") and latin.startswith(("a", "â")):
        return "آ"
    return "إ" if latin.startswith(("i", "e", "y")) else "أ"


def _lot(arabic: str) -> bytes:
    return sha256(f"order {arabic}".encode()).digest()
