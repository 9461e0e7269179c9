"""What speaks for and against two records being one person, as numbers that a model weighs: one row a candidate."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching import naming
from kanaf.persons.matching.asking import Asked
from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.index import FIRST_OF_1970, SEXES, Index, around
from kanaf.persons.matching.runs import Ints, Mask
from kanaf.persons.matching.searching import Floats, Reached
from kanaf.persons.matching.traits import KINDS, MOST_WORDS
from kanaf.persons.matching.vocabulary import Vocabulary
from kanaf.persons.names import Word

Rows = npt.NDArray[np.float32]
GIVEN, FAMILY, FATHER, MOTHER = range(len(KINDS))
ACROSS = ((GIVEN, FAMILY), (FAMILY, GIVEN), (FATHER, FAMILY), (FAMILY, FATHER), (GIVEN, FATHER), (FATHER, GIVEN))
"""Names that people swap, or write one inside the other: (asked, kept)."""
OF_A_KIND = ("asked", "kept", "exact", "rarity", "kept_rarity", "evidence", "behind", "other_script")
NAMED = [
    *(f"{kind}_{what}" for kind in KINDS for what in OF_A_KIND),
    *(f"{kind}_missing" for kind in KINDS),
    *(f"{KINDS[a]}_as_{KINDS[b]}" for a, b in ACROSS),
    "words_asked", "words_kept", "rarity_asked", "other_script",
    "days_apart", "same_day", "swapped_day", "same_month_day", "years_apart", "birth_asked", "birth_kept",
    "same_sex", "same_commune", "same_province",
    "met", "met_share", "rarity_met", "weight", "evidence",
    "rarity_met_behind", "met_behind", "weight_behind", "evidence_behind",
    "rarity_met_ahead", "met_ahead", "evidence_ahead", "evidence_share", "given_ahead", "birth_ahead", "place_rarity",
    "same_district", "new_year",
    "beyond_chance", "worst_name", "names_agreeing", "names_against", "same_month", "same_day_of_month",
]  # fmt: skip
"""The columns; not a number where a trait is unknown on one side."""
NICKNAME, WITHOUT_PARTICLE, CUT = 0.9, 0.9, (0.0, 0.75, 0.85, 0.92)
"""``CUT`` by how many letters are written."""
UNKNOWN = float("nan")
ANSWERS_FROM = 0.7
OWN_FIRST = np.array([1.0, 1.0, 0.97, 0.97])
"""Somebody who is called so comes before somebody whose father or mother is; by kind of name."""
MAY_MISS_ONE_OF = 3
"""Words asked of which one may have no answer."""
MET_FROM = 0.65
"""From which likeness two words run together stand for one."""
LIKENESSES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
OF_SAME_SCRIPT = (0.036, 0.058, 0.067, 0.074, 0.081, 0.088, 0.099, 0.116, 0.136, 0.165, 0.197, 0.254, 1.0)
OF_OTHER_SCRIPT = (0.041, 0.062, 0.077, 0.093, 0.113, 0.13, 0.157, 0.193, 0.258, 0.335, 0.466, 0.785, 1.0)
OF_CUT = (0.117, 0.151, 0.221, 0.265, 0.318, 0.35, 0.393, 0.782, 0.803, 0.83, 0.879, 1.0, 1.0)
"""The share of words of one and the same person that are no more alike than that, measured on the tuning part."""
RARE_FROM, RARE_WHOLLY = 0.35, 0.65
"""Between these likenesses the rarity of a word begins to count."""
ELSEWHERE_FROM, ELSEWHERE = 0.75, 2.5
"""As another kind of name: from which likeness, and the nats that it costs."""
EQUAL_FROM = 0.999
AGREES_FROM, AGAINST_BELOW = 0.75, 0.5
MOST_SHORT = 100_000
"""Answers of an initial or a nickname that are remembered."""
MOST_DAYS = 5000
ALONE = 50.0


def rows(index: Index, asked: Asked, reached: Reached) -> Rows:
    """[candidate, column] the features of each candidate, in the order of ``NAMED``."""
    found = reached.places
    words = index.words.take(found, axis=0)
    alike, rarity = _alike(index, asked, words)
    by_kind, missing, rarity_met, evidence = _of_names(index, asked, words, alike, rarity)
    anywhere = alike.max((2, 3)).sum(1)
    place = _place_rarity(index, asked, found)
    evidence = evidence + reached.facts + place
    asked_rarity = sum(index.vocabulary.rarity_of(word) for word in asked.words)
    said = words[:, :, :MOST_WORDS] >= 0
    columns = [
        *by_kind,
        *missing,
        *_across(asked, words, alike),
        np.full(len(found), float(len(asked.words))),
        said.sum((1, 2)),
        np.full(len(found), asked_rarity),
        _other_script(index, asked, words, said),
        *_births(index, asked, found),
        *_places(index, asked, found),
        anywhere,
        anywhere / max(len(asked.words), 1),
        rarity_met,
        reached.weights,
        evidence,
        *(column.max(initial=-np.inf) - column for column in (rarity_met, anywhere, reached.weights, evidence)),
        *(_ahead(column) for column in (rarity_met, anywhere, evidence)),
        _share(evidence),
        _ahead(np.nan_to_num(by_kind[0])),
        _ahead(reached.facts),
        place,
        *_more_places(index, asked, found),
        _new_year(index, asked, found),
        evidence - index.vocabulary.rarest,
        *_agreeing(by_kind),
        *_parts_of_birth(index, asked, found),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def answers(index: Index, asked: Asked, found: Ints) -> Floats:
    """[candidate] how well the names of each answer the words asked, 0 when too many words have no answer."""
    alike, _rarity = _alike(index, asked, index.words[found])
    best = (alike.max(3) * OWN_FIRST).max(2)
    wanted = len(asked.words) if len(asked.words) < MAY_MISS_ONE_OF else len(asked.words) - 1
    answered: Floats = np.where((best >= ANSWERS_FROM).sum(1) >= wanted, best.mean(1), 0.0)
    return answered


def _agreeing(by_kind: list[Floats]) -> list[Floats]:
    """What speaks most against, of the names that both have; how many of them agree, and how many do not."""
    asked, speaks = (np.stack([by_kind[at + of] for at in range(0, len(by_kind), len(OF_A_KIND))])
                     for of in (OF_A_KIND.index("asked"), OF_A_KIND.index("evidence")))  # fmt: skip
    worst = np.nan_to_num(speaks, nan=np.inf).min(0)
    agreeing, against = (asked >= AGREES_FROM).sum(0), (asked < AGAINST_BELOW).sum(0)
    return [np.where(np.isinf(worst), UNKNOWN, worst), agreeing.astype(np.float64), against.astype(np.float64)]


def _alike(index: Index, asked: Asked, words: Ints) -> tuple[Floats, Floats]:
    """[candidate, asked word, kind, place] how alike; [candidate, kind, place] how rare the kept word is."""
    distinct, places = np.unique(words, return_inverse=True)
    places = places.reshape(words.shape)
    offset = 1 if len(distinct) and distinct[0] == -1 else 0
    known = distinct[offset:]
    among = index.vocabulary.table.take(known.astype(np.intp))
    table = np.zeros((len(asked.words), len(distinct)))
    for place, word in enumerate(asked.words):
        table[place, offset:] = _readings(word, among, is_cut=place in asked.cut)
    for place in asked.begun:
        begun = CUT[-1] * naming.beginnings(asked.words[place], among)
        np.maximum(table[place, offset:], begun, out=table[place, offset:])
    bare = index.vocabulary.bare()[known]
    shorter = np.flatnonzero(bare >= 0)
    if len(shorter):
        rest = index.vocabulary.table.take(bare[shorter])
        for place, word in enumerate(asked.words):
            to_rest = WITHOUT_PARTICLE * names.likenesses(word, rest)
            table[place, offset + shorter] = np.maximum(table[place, offset + shorter], to_rest)
    for at in np.flatnonzero(index.vocabulary.short()[known]):
        short = index.vocabulary.words[known[at]]
        stands = [_stands_for(short, word) for word in asked.words]
        np.maximum(table[:, offset + at], stands, out=table[:, offset + at])
    for place, word in asked.joined:
        joined = names.likenesses(word, among)
        for part in (place, place + 1):
            np.maximum(table[part, offset:], np.where(joined >= MET_FROM, joined, 0), out=table[part, offset:])
    rarity = np.concatenate((np.zeros(offset), index.vocabulary.rarity[known]))
    return np.moveaxis(table[:, places], 0, 1), rarity[places]


@lru_cache(MOST_SHORT)
def _stands_for(short: Word, word: Word) -> float:
    """How well a kept initial or nickname answers a word; remembered, for both recur."""
    if short.is_initial:
        return CUT[1] * float(names.beginnings(short, names.Table.of([word]))[0])
    return NICKNAME * max((names.likeness(whole, word) for whole in names.also(short)), default=0.0)


def _readings(word: Word, among: names.Table, *, is_cut: bool) -> Floats:
    """[word] the best of what it may stand for: itself, a longer word, a whole name, itself without a particle."""
    if is_cut:
        return _of_cut(word) * names.beginnings(word, among)
    best = names.likenesses(word, among)
    for whole in names.also(word):
        best = np.maximum(best, NICKNAME * names.likenesses(whole, among))
    if rest := names.without_particle(word):
        best = np.maximum(best, WITHOUT_PARTICLE * names.likenesses(rest, among))
    return best


def _of_cut(word: Word) -> float:
    return CUT[min(len(word.written), len(CUT) - 1)]


def _rarity(vocabulary: Vocabulary, asked: Asked, at: int, kind: int, alike: Floats) -> Floats:
    """[candidate] how rare it is that such a name of anybody answers a word asked so well."""
    word = asked.words[at]
    if at in asked.cut:
        return vocabulary.rarity_as_begun(word, kind, alike / _of_cut(word))
    return vocabulary.rarity_as_like(word, kind, alike)


def _of_names(
    index: Index, asked: Asked, words: Ints, alike: Floats, rarity: Floats
) -> tuple[list[Floats], list[Floats], Floats, Floats]:
    """The columns of each kind of name; what is missing; then how rare all that was met is, and what it speaks for."""
    count, vocabulary = len(words), index.vocabulary
    columns: list[Floats] = []
    missing: list[Floats] = []
    rarity_met, evidence = np.zeros(count), np.zeros(count)
    has: Mask = np.any(words >= 0, axis=2)
    best: Floats = np.max(alike, axis=3)
    for kind in range(len(KINDS)):
        mine = [place for place, its in enumerate(asked.kinds) if its == kind]
        missing.append(has[:, kind].astype(np.float64) + (2.0 if mine else 0.0))
        if not mine:
            columns += [np.full(count, UNKNOWN)] * len(OF_A_KIND)
            continue
        to_asked = best[:, mine, kind]
        met = np.stack([_rarity(vocabulary, asked, at, kind, best[:, at, kind]) for at in mine], axis=1)
        of_kept = _of_kept(index, asked, words[:, kind], alike[:, mine, kind], rarity[:, kind])
        speaks = np.stack(
            [_speaks(best[:, at, kind], met[:, n], of_kept[3], at in asked.cut) for n, at in enumerate(mine)], axis=1
        )
        elsewhere = np.stack([_elsewhere(vocabulary, asked, at, best[:, at], has) for at in mine], axis=1)
        evidence += np.maximum(np.where(has[:, kind, None], speaks, 0), elsewhere).sum(1)
        rarity_met += met.sum(1)
        asked_side = to_asked.mean(1)
        columns += [
            np.where(has[:, kind], column, UNKNOWN)
            for column in (
                asked_side, *of_kept[:2], met.sum(1), of_kept[2], speaks.sum(1),
                asked_side.max(initial=0.0) - asked_side, of_kept[3],
            )
        ]  # fmt: skip
    return columns, missing, rarity_met, evidence


def _of_kept(
    index: Index, asked: Asked, words: Ints, alike: Floats, rarity: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Of one kind of name by its kept words: how alike, which share equal, how rare, which share in another script."""
    said = words[:, :MOST_WORDS] >= 0
    there = np.maximum(said.sum(1), 1)
    of_words = alike.max(1)
    best = np.where(said, of_words[:, :MOST_WORDS], 0)
    best[:, :2] = np.where(said[:, :2], np.maximum(best[:, :2], of_words[:, MOST_WORDS:]), 0)
    ours = index.vocabulary.is_script(asked.words[0].script)
    crossed = (said & ~ours[words[:, :MOST_WORDS]]).sum(1) / there
    rare = (best**3 * np.where(said, rarity[:, :MOST_WORDS], 0)).sum(1)
    return best.sum(1) / there, (best >= EQUAL_FROM).sum(1) / there, rare, crossed


def _speaks(alike: Floats, rarity: Floats, crossed: Floats, is_cut: bool) -> Floats:  # noqa: FBT001
    """[candidate] nats for or against: how rare such a likeness is by chance, beside how usual for one person."""
    if is_cut:
        usual = np.interp(alike, LIKENESSES, OF_CUT)
    else:
        of_script = [np.interp(alike, LIKENESSES, of) for of in (OF_SAME_SCRIPT, OF_OTHER_SCRIPT)]
        usual = np.where(crossed > 0.5, of_script[1], of_script[0])  # noqa: PLR2004 - most of the words
    rare = rarity * np.clip((alike - RARE_FROM) / (RARE_WHOLLY - RARE_FROM), 0, 1)
    speaks: Floats = rare + np.log(usual)
    return speaks


def _elsewhere(vocabulary: Vocabulary, asked: Asked, at: int, alike: Floats, has: Mask) -> Floats:
    """[candidate] what a word speaks for as another kind of name: swapped, or the father's name in the family's."""
    others = [kind for kind in range(len(KINDS)) if kind != asked.kinds[at]]
    spoken = [
        np.where(
            has[:, kind] & (alike[:, kind] >= ELSEWHERE_FROM),
            _rarity(vocabulary, asked, at, kind, alike[:, kind]) - ELSEWHERE, -np.inf,
        )
        for kind in others
    ]  # fmt: skip
    best: Floats = np.max(spoken, axis=0)
    return best


def _across(asked: Asked, words: Ints, alike: Floats) -> list[Floats]:
    columns = []
    for one, other in ACROSS:
        mine = [place for place, its in enumerate(asked.kinds) if its == one]
        has = (words[:, other] >= 0).any(1)
        met = alike[:, mine, other, :].max((1, 2)) if mine else np.zeros(len(words))
        columns.append(np.where(has, met, UNKNOWN) if mine else np.full(len(words), UNKNOWN))
    return columns


def _other_script(index: Index, asked: Asked, words: Ints, said: Mask) -> Floats:
    """Which share of the kept words is in another script than the first word asked."""
    if not asked.words:
        return np.full(len(words), UNKNOWN)
    ours = index.vocabulary.is_script(asked.words[0].script)
    crossed: Floats = np.where(said, ~ours[words[:, :, :MOST_WORDS]], 0).sum((1, 2)) / np.maximum(said.sum((1, 2)), 1)
    return crossed


def _places(index: Index, asked: Asked, found: Ints) -> list[Floats]:
    facts, vocabulary, commune = index.facts, index.vocabulary, asked.traits.commune
    return [
        _same(SEXES.get(asked.traits.sex, 0), facts.sex[found], 0),
        _same(vocabulary.find_place(commune) if commune else -1, facts.commune[found], -1),
        _same(vocabulary.find_place(around(commune)[2]) if commune else -1, facts.province[found], -1),
    ]


def _place_rarity(index: Index, asked: Asked, found: Ints) -> Floats:
    """[candidate] how rare it is, in nats, to live in the same commune, else district, else province; 0 elsewhere."""
    vocabulary, facts = index.vocabulary, index.facts
    rare = np.zeros(len(found))
    homes = (facts.commune, facts.district, facts.province)
    for code, home in reversed(list(zip(around(asked.traits.commune), homes, strict=True))):
        place = vocabulary.find_place(code)
        if 0 <= place < len(vocabulary.place_rarity):
            rare[home[found] == place] = vocabulary.place_rarity[place]
    return rare


def _more_places(index: Index, asked: Asked, found: Ints) -> list[Floats]:
    commune = asked.traits.commune
    place = index.vocabulary.find_place(around(commune)[1]) if commune else -1
    return [_same(place, index.facts.district[found], -1)]


def _new_year(index: Index, asked: Asked, found: Ints) -> Floats:
    """[candidate] 1 when the birth asked is on 1 January, 2 when the kept one is: often a year alone is known."""
    facts, birth = index.facts, asked.traits.birth
    firsts = np.append(facts.first[found], birth.first)
    _year, month, day = _parts(firsts)
    precise = np.append(facts.precision[found], birth.precision) == Precision.DAY
    is_new_year = precise & (month == 1) & (day == 1)
    which: Floats = 2.0 * is_new_year[:-1] + is_new_year[-1]
    return which


def _ahead(column: Floats) -> Floats:
    """[candidate] by how much each is more than the best of the others; the best of one alone is far ahead."""
    if len(column) < 2:  # noqa: PLR2004 - nobody else
        return np.full(len(column), ALONE)
    second, first = np.partition(column, -2)[-2:]
    ahead: Floats = np.minimum(column - np.where(column == first, second, first), ALONE)
    return ahead


def _share(evidence: Floats) -> Floats:
    """[candidate] the logarithm of each one's share of what speaks for all of them."""
    if not len(evidence):
        return evidence
    top = evidence.max()
    share: Floats = evidence - top - np.log(np.exp(evidence - top).sum())
    return share


def _same(asked: int, kept: Ints, unknown: int) -> Floats:
    """1 the same, 0 another, not a number when either is unknown."""
    if asked == unknown:
        return np.full(len(kept), UNKNOWN)
    return np.where(kept == unknown, UNKNOWN, (kept == asked).astype(np.float64))


def _births(index: Index, asked: Asked, found: Ints) -> list[Floats]:
    facts, birth = index.facts, asked.traits.birth
    first, last, precision = facts.first[found], facts.last[found], facts.precision[found]
    if not birth.first:
        return [np.full(len(found), UNKNOWN)] * 5 + [np.zeros(len(found)), precision.astype(np.float64)]
    known = first > 0
    apart = np.maximum(np.maximum(first - birth.last, birth.first - last), 0)
    exact = (precision == Precision.DAY) & (birth.precision == Precision.DAY)
    year, month, day = _parts(first)
    its_year, its_month, its_day = (int(part[0]) for part in _parts(np.array([birth.first], dtype=np.int32)))
    swapped = (month == its_day) & (day == its_month) & (year == its_year)
    month_day = (month == its_month) & (day == its_day)
    return [
        np.where(known, np.minimum(apart, MOST_DAYS), UNKNOWN),
        *(np.where(exact, column, UNKNOWN) for column in (first == birth.first, swapped, month_day)),
        np.where(known & (birth.precision > Precision.UNKNOWN), np.abs(year - its_year), UNKNOWN),
        np.full(len(found), float(birth.precision)),
        precision.astype(np.float64),
    ]


def _parts_of_birth(index: Index, asked: Asked, found: Ints) -> list[Floats]:
    """Whether the month and the day of the month are the same, whatever the year; where both are known to the day."""
    birth, facts = asked.traits.birth, index.facts
    exact = (facts.precision[found] == Precision.DAY) & (birth.precision == Precision.DAY)
    _year, *its = _parts(np.array([birth.first], dtype=np.int32))
    _year, *kept = _parts(facts.first[found])
    return [np.where(exact, one == other, UNKNOWN) for one, other in zip(kept, its, strict=True)]


def _parts(days: Ints) -> tuple[npt.NDArray[np.int64], ...]:
    since = (np.maximum(days, 1).astype(np.int64) - FIRST_OF_1970).astype("datetime64[D]")
    months = since.astype("datetime64[M]")
    return (
        months.astype("datetime64[Y]").astype(np.int64) + 1970,
        months.astype(np.int64) % 12 + 1,
        (since - months).astype(np.int64) + 1,
    )
