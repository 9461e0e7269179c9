"""What a reader could learn of people outside their files by searching among their own."""

import random
from uuid import uuid4

from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.traits import Traits

TRIALS = 40
CONSONANTS, VOWELS = "bdfghjklmnqrstwz", "aiou"


def name(chance: random.Random) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _syllable in range(4))


def near(chance: random.Random, asked: str) -> str:
    """One consonant is another one."""
    place = chance.choice(range(0, len(asked), 2))
    return asked[:place] + chance.choice(CONSONANTS) + asked[place + 1 :]


def called(chance: random.Random, asked: str, many: int) -> list[tuple]:
    return [(uuid4(), Traits(given="Salma", family=near(chance, asked))) for _one in range(many)]


def answers(people: list, ours: list, asked: str, *, is_begun: bool = False) -> set:
    everybody = Everybody()
    everybody.change(people)
    own = {person for person, _said in ours}
    return {found.person for found in everybody.named(asked, own, 50, is_begun=is_begun)}


def test_two_names_find_the_same_of_ours_whoever_else_is_there():
    chance = random.Random(3)
    for _trial in range(TRIALS):
        asked = name(chance)
        ours, others = called(chance, asked, 14), called(chance, asked, 6)
        words = f"Salma {asked}"
        assert answers(ours, ours, words) == answers(ours + others, ours, words)


def test_one_name_finds_the_same_of_ours_whoever_else_is_there():
    """Else whoever has people of many near names would see some of them left out, and know of a stranger's nearer one."""
    chance = random.Random(3)
    for _trial in range(TRIALS):
        asked = name(chance)
        ours, others = called(chance, asked, 14), called(chance, asked, 6)
        assert answers(ours, ours, asked) == answers(ours + others, ours, asked)


def test_a_name_that_is_typed_finds_the_same_of_ours_whoever_else_is_there():
    chance = random.Random(5)
    for _trial in range(TRIALS // 4):
        asked = name(chance)
        ours, others = called(chance, asked, 14), called(chance, asked, 300)
        begun = asked[:5]
        assert answers(ours, ours, begun, is_begun=True) == answers(ours + others, ours, begun, is_begun=True)
