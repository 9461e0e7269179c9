"""What a source of places must say, whichever it is: a package for Morocco, a CSV for any other country."""

from dataclasses import dataclass, field

from kanaf.territory.enums import PlaceLevel, Sex

Counts = dict[Sex, list[int]]
"""People by five-year band, for each sex."""


@dataclass(frozen=True)
class Division:
    """One place as its source describes it; parents are named by their code."""

    code: str
    level: PlaceLevel
    kind: str
    name_fr: str
    name_ar: str = ""
    name_en: str = ""
    parent: str = ""
    also_within: str = ""
    iso3166_2: str | None = None
    pcode: str | None = None
    population: int | None = None
    households: int | None = None
    source: str = ""
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True)
class Census:
    """Counts of one year by place code; bands begin at ``ages`` and end before the next one."""

    year: int
    ages: tuple[int, ...]
    counts: dict[str, Counts]


@dataclass(frozen=True)
class Gazetteer:
    """All a source knows of one country; ``divisions`` name no parent that does not come before them."""

    country: str
    divisions: list[Division]
    census: Census | None = None
    former_members: dict[str, list[str]] = field(default_factory=dict)


def apportion(total: int, shares: list[float]) -> list[int]:
    """Whole people from rounded percentages, so that the bands add up to the total (largest remainders)."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    exact = [total * share / whole for share in shares]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (counts[i] - exact[i], i))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts
