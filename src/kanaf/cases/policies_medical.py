"""The medical limits that run from an incident: what starts them, and from when."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from kanaf.cases.enums import HappenedPrecision
from kanaf.cases.models import Incident
from kanaf.persons.enums import Sex
from kanaf.territory import access as territory
from kanaf.territory.enums import AgeKey

SEXUAL_VIOLENCE = "3"
SEXUAL_LOCAL = "L-3"
MEDICAL_KEYS = ("medical_pep", "medical_contraception", "medical_forensic")


def is_sexual(form: str) -> bool:
    """Forms of sexual violence, official or local; other official codes come with their own."""
    return form == SEXUAL_VIOLENCE or form.startswith((f"{SEXUAL_VIOLENCE}.", SEXUAL_LOCAL))


def counted_from(incident: Incident) -> datetime | None:
    """The hour of the act; its day from the beginning, which is the safe side; the end of a period."""
    if not incident.needs_medical_clock:
        return None
    if incident.precision == HappenedPrecision.PERIOD:
        return incident.happened_until or incident.happened_at
    return incident.happened_at


def limits_ahead(start: datetime, delays: Mapping[str, timedelta], at: datetime) -> dict[str, datetime]:
    """The limits that have not passed, each with its moment."""
    ends = {key: start + delay for key, delay in delays.items()}
    return {key: end for key, end in ends.items() if end > at}


def clock_start(incidents: Iterable[Incident], delays: Mapping[str, timedelta], at: datetime) -> datetime | None:
    """From when the file counts: the earliest incident of which some limit still runs."""
    starts = [start for incident in incidents if (start := counted_from(incident)) is not None]
    return min((start for start in starts if limits_ahead(start, delays, at)), default=None)


def may_be_pregnant(sex: str, age: int | None) -> bool:
    """Whether emergency contraception is thought of: all but boys, and girls known to be younger than the setting.

    ``age`` is nothing where it is estimated or unknown: then a doctor decides, and the limit is shown. A year is left
    for the birthday since the file was opened.
    """
    if sex == Sex.BOY or age is None:
        return sex != Sex.BOY
    lowest = next((limit.years for limit in territory.age_limits() if limit.key == AgeKey.CHILD_BEARING), 0)
    return age + 1 >= lowest
