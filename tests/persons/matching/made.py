"""People of the tests, all fictional, as the index takes them."""

from random import Random
from uuid import UUID

from kanaf.persons.matching import births
from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.traits import Traits

GIRLS = [
    ("Salma", "سلمى"),
    ("Khadija", "خديجة"),
    ("Douae", "دعاء"),
    ("Fatima Zahra", "فاطمة الزهراء"),
    ("Hajar", "هاجر"),
]
BOYS = [("Mohamed", "محمد"), ("Anas", "أنس"), ("Abdellah", "عبد الله"), ("Youssef", "يوسف"), ("Ilyas", "إلياس")]
FAMILIES = [
    ("Benali", "بنعلي"),
    ("El Idrissi", "الإدريسي"),
    ("Ait Brahim", "آيت براهيم"),
    ("Tazi", "التازي"),
    ("Ouazzani", "الوزاني"),
]


def somebody(random: Random) -> Traits:
    """A fictional child, written in either script."""
    script = random.randrange(2)
    sex, given = random.choice([("f", GIRLS), ("m", BOYS)])
    return Traits(
        given=random.choice(given)[script],
        family=random.choice(FAMILIES)[script],
        father=random.choice(BOYS)[script],
        mother=random.choice(GIRLS)[script],
        birth=births.on(f"{random.randint(2009, 2024)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"),
        sex=sex,
        commune=random.choice(["01.511.01.03", "01.511.01.05", "04.441.01.06"]),
    )


def many(count: int, seed: int = 1) -> dict[UUID, Traits]:
    random = Random(seed)
    return {UUID(int=number + 1): somebody(random) for number in range(count)}


def index_of(people: dict[UUID, Traits]) -> Everybody:
    everybody = Everybody()
    everybody.change(people.items())
    return everybody
