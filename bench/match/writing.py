"""How a desk writes one child down: script, spelling, what is missing and what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal

from bench.match import slips_arabic, slips_latin
from bench.match.names import Name
from bench.match.noise import Dice
from bench.match.places import Country, Place
from bench.match.population import Child, Names, Population, is_honorific

Script = Literal["arabic", "latin"]
COLUMNS = ("id", "given_name", "father_name", "family_name", "mother_name", "birth_date", "age_years", "registered_on", "sex",
           "commune_code", "commune")  # fmt: skip
NAME_FIELDS = COLUMNS[1:5]
YEAR = 365.25

Slip = Callable[[str, Random], str]
LATIN: Sequence[tuple[str, Slip]] = (
    ("vowels", slips_latin.vowels), ("doubled", slips_latin.doubled), ("english", slips_latin.habit(slips_latin.ENGLISH)),
    ("french", slips_latin.habit(slips_latin.FRENCH)), ("spanish", slips_latin.habit(slips_latin.SPANISH)),
    ("particle_moved", slips_latin.particle_moved), ("particle_dropped", slips_latin.particle_dropped),
    ("typed", slips_latin.typed), ("typed_again", slips_latin.typed), ("abbreviated", slips_latin.abbreviated),
)  # fmt: skip
ARABIC: Sequence[tuple[str, Slip]] = (
    ("hamza", slips_arabic.hamza), ("ta_marbuta", slips_arabic.ta_marbuta), ("alef_maqsura", slips_arabic.alef_maqsura),
    ("dots", slips_arabic.dots), ("dialect", slips_arabic.dialect), ("long_vowel", slips_arabic.long_vowel),
    ("particle_moved", slips_arabic.particle_moved), ("particle_dropped", slips_arabic.particle_dropped),
    ("typed", slips_arabic.typed), ("typed_again", slips_arabic.typed), ("abbreviated", slips_arabic.abbreviated),
    ("marks", slips_arabic.marks),
)  # fmt: skip
PLACE_LATIN = (slips_latin.vowels, slips_latin.doubled, slips_latin.habit(slips_latin.ENGLISH), slips_latin.typed)
PLACE_ARABIC = (slips_arabic.hamza, slips_arabic.ta_marbuta, slips_arabic.long_vowel, slips_arabic.typed)


@dataclass(slots=True)
class Written:
    """A row, the names that it stands for, and the spellings that a later desk may have seen on a paper."""

    row: dict[str, str]
    true: dict[str, Names]
    script: Script
    spelt: dict[Name, str] = field(default_factory=dict)


def other(script: Script) -> Script:
    return "latin" if script == "arabic" else "arabic"


@dataclass
class Writer:
    """Writes children down with the noise of a level; 0 is the registry."""

    dice: Dice
    population: Population

    @property
    def country(self) -> Country:
        return self.population.country

    def write(
        self, child: Child, *, level: int, script: Script, on: date, spelt: dict[Name, str] | None = None
    ) -> Written:
        """``spelt`` are the Latin spellings of the family's papers; what is new in them is added."""
        self.dice.level = level
        papers = {} if spelt is None else spelt
        true = self._names(child)
        scripts = self._scripts(script)
        row = {key: self._field(true[key], scripts[key], papers) for key in NAME_FIELDS}
        if true["mother_name"] == child.mother and row["mother_name"] and self.dice.come("maiden_name"):
            row["mother_name"] += " " + self._field(child.maiden, scripts["mother_name"], papers)
        self._fields_confused(row, scripts["family_name"])
        self._appearance(row)
        row |= self._birth(child.born, on) | {"registered_on": on.isoformat(), "sex": self._sex(child.sex)}
        row |= self._home(child.home, script)
        return Written(row, true, scripts["given_name"], papers)

    def _names(self, child: Child) -> dict[str, Names]:
        come = self.dice.come
        mother = self.population.parent("F", self.population.stock.mothers) if come("mother_other") else child.mother
        names: dict[str, Names] = {
            "given_name": () if come("given_missing") else self._parts(child.given),
            "father_name": () if come("father_missing") else self._parts(child.father),
            "family_name": () if come("family_missing") else child.family,
            "mother_name": ()
            if come("mother_missing")
            else mother
            if mother is not child.mother
            else self._parts(mother),
        }
        return names

    def _parts(self, names: Names) -> Names:
        """Two given names: one may be missing, or both in the other order; an honorific falls away easily."""
        if len(names) == 1:
            return names
        come = self.dice.come
        if is_honorific(names[0]):
            return names[1:] if come("honorific_dropped") else names
        if come("compound_part"):
            return (names[self.dice.random.random() < 0.6],)
        return names[::-1] if come("compound_order") else names

    def _scripts(self, script: Script) -> dict[str, Script]:
        if not self.dice.come("mixed_scripts"):
            return dict.fromkeys(NAME_FIELDS, script)
        return {key: other(script) if self.dice.random.random() < 0.4 else script for key in NAME_FIELDS}

    def _field(self, names: Names, script: Script, papers: dict[Name, str]) -> str:
        texts = [self._name(name, script, papers) for name in names]
        if len(texts) > 1 and self.dice.come("compound_joined"):
            return self.dice.random.choice(("", "-", "")).join(texts) if script == "latin" else "".join(texts)
        return " ".join(texts)

    def _name(self, name: Name, script: Script, papers: dict[Name, str]) -> str:
        come, random = self.dice.come, self.dice.random
        latin = script == "latin"
        if (name.nicknames or name.arabic.startswith("عبد ")) and come("nickname"):
            text = self._nickname(name, latin=latin)
        else:
            text = self._latin(name, papers) if latin else self._arabic(name)
        if come("initial"):
            return text[:1] + random.choice((".", ""))
        for kind, slip in LATIN if latin else ARABIC:
            if come(kind):
                text = slip(text, random) or text
        return slips_latin.arabizi(text, name.arabic, random) if latin and come("arabizi") else text

    def _latin(self, name: Name, papers: dict[Name, str]) -> str:
        """The spelling of the family's papers, unless the desk has another."""
        come, random = self.dice.come, self.dice.random
        if come("other_spelling"):
            return name.another_latin(random)
        if name.eastern and come("eastern"):
            return random.choice(name.eastern)
        if name not in papers:
            papers[name] = name.latin(random)
        return papers[name]

    def _arabic(self, name: Name) -> str:
        if name.arabic_forms and self.dice.come("other_form"):
            return self.dice.random.choice(name.arabic_forms)
        return name.arabic

    def _nickname(self, name: Name, *, latin: bool) -> str:
        random = self.dice.random
        if name.nicknames:
            return random.choice(name.nicknames)[0 if latin else 1]
        return slips_latin.without_abd(name.latin(random)) if latin else name.arabic.removeprefix("عبد ال")

    def _fields_confused(self, row: dict[str, str], script: Script) -> None:
        come, random = self.dice.come, self.dice.random
        if row["father_name"] and come("father_in_family"):
            ben = random.choice(("Ben ", "ben ", "B. ", "") if script == "latin" else ("بن ", "ابن ", ""))
            parts = [ben + row["father_name"], row["family_name"]]
            row["family_name"] = " ".join(parts if random.random() < 0.7 else parts[::-1]).strip()
            if random.random() < 0.6:
                row["father_name"] = ""
        if come("swapped"):
            row["given_name"], row["family_name"] = row["family_name"], row["given_name"]
        elif come("all_in_given"):
            row["given_name"] = f"{row['given_name']} {row['family_name']}".strip()
            row["family_name"] = ""

    def _appearance(self, row: dict[str, str]) -> None:
        change = str.upper if self.dice.come("capitals") else str.lower if self.dice.come("no_capitals") else None
        if change:
            row |= {key: change(row[key]) for key in NAME_FIELDS}

    def _birth(self, born: date, on: date) -> dict[str, str]:
        come = self.dice.come
        age = int((on - born).days / YEAR)
        if come("birth_unknown"):
            return {"birth_date": "", "age_years": ""}
        if come("age_only"):
            off = self.dice.random.choice((-1, 1)) if come("age_off") else 0
            return {"birth_date": "", "age_years": str(max(0, age + off))}
        return {"birth_date": self._date(born, on), "age_years": str(age) if come("age_beside") else ""}

    def _date(self, born: date, on: date) -> str:
        come, random = self.dice.come, self.dice.random
        if come("year_off"):
            born = _in_year(born, born.year + random.choice((-1, 1)))
            born = born if born <= on else _in_year(born, born.year - 2)
        if come("year_only"):
            return f"{born.year}"
        if come("month_only"):
            return f"{born:%Y-%m}"
        if come("first_january"):
            return f"{born.year}-01-01"
        if come("day_month") and born.day <= 12:
            born = born.replace(month=born.day, day=born.month)
        elif come("day_off"):
            born = _misread(born, random)
        return born.isoformat()

    def _sex(self, sex: str) -> str:
        if self.dice.come("sex_missing"):
            return ""
        return ("F" if sex == "M" else "M") if self.dice.come("sex_wrong") else sex

    def _home(self, home: Place, script: Script) -> dict[str, str]:
        come, random = self.dice.come, self.dice.random
        if come("commune_missing"):
            return {"commune_code": "", "commune": ""}
        place = self._whereabouts(home)
        if place.city and come("city"):
            place = place.city
        text = place.latin if script == "latin" else place.arabic
        if come("place_spelling"):
            text = random.choice(PLACE_LATIN if script == "latin" else PLACE_ARABIC)(text, random)
        return {"commune_code": "" if come("code_missing") else place.code, "commune": text}

    def _whereabouts(self, home: Place) -> Place:
        come, random = self.dice.come, self.dice.random
        if come("moved_far"):
            return self.country.draw(random)
        if come("moved_near"):
            return self.country.same_province(home, random)
        return self.country.neighbour(home, random) if come("neighbour") else home


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, 28))


def _misread(day: date, random: Random) -> date:
    """One digit of the day, or the month beside."""
    if random.random() < 0.3:
        return day.replace(month=day.month % 12 + 1, day=min(day.day, 28))
    moved = day + timedelta(days=random.choice((-10, -2, -1, 1, 2, 10)))
    return moved if moved.year == day.year else day.replace(day=15)
