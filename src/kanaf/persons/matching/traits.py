"""What a person is found by: names of four kinds, a birth, a sex and a commune."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kanaf.persons.matching import births
from kanaf.persons.matching.births import Birth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

KINDS = ("given", "family", "father", "mother")
"""The kinds of names, in the order in which they are kept."""
MOST_WORDS = 4
"""Words of one name that are kept; a fifth says nothing more."""
SAID = (
    "given_name", "given_name_ar", "family_name", "family_name_ar", "nickname", "father_name", "mother_name", "born_on",
    "born_said", "is_birth_estimated", "sex", "commune", "address",
)  # fmt: skip
"""The fields of a person that ``of`` reads."""
PLACES = MOST_WORDS + 1
"""The words, then the first two of them run together."""


class Traits(NamedTuple):
    """A person as the index takes them; everything may be empty. Names in any script, ``sex`` is m, f or empty."""

    given: str = ""
    family: str = ""
    father: str = ""
    mother: str = ""
    birth: Birth = births.UNKNOWN
    sex: str = ""
    commune: str = ""
    """The code of a place."""
    address: str = ""
    """Looked for, and compared with nothing."""

    @property
    def names(self) -> tuple[str, str, str, str]:
        """In the order of ``KINDS``."""
        return self.given, self.family, self.father, self.mother

    def of_child(self, day: date) -> "Traits":
        """The same of somebody who is a child on that day, though nothing else may be known of the birth."""
        return self if self.birth.precision else self._replace(birth=births.of_child(day))

    @property
    def is_empty(self) -> bool:
        """Nothing that anybody could be found by."""
        return not any(self.names)


def of(said: "Mapping[str, Any]") -> Traits:
    """From the values of a person's fields, by their names; both scripts of a name, and a nickname, are one name."""
    given = _together(said.get("given_name"), said.get("given_name_ar"), said.get("nickname"))
    is_estimate = bool(said.get("is_birth_estimated"))
    return Traits(
        given=given,
        family=_together(said.get("family_name"), said.get("family_name_ar")),
        father=str(said.get("father_name") or ""),
        mother=str(said.get("mother_name") or ""),
        birth=births.of(said.get("born_on"), str(said.get("born_said") or ""), is_estimate=is_estimate),
        sex=str(said.get("sex") or "").strip("u"),
        commune=str(said.get("commune") or ""),
        address=str(said.get("address") or ""),
    )


def _together(*names: object) -> str:
    return " ".join(str(name) for name in names if name)
