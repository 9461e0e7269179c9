"""The states of a campaign, of an actor on its list, of a role and of a service; the hours that are looked at."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kanaf.actors.enums import SchedulePeriod

DAY_HOURS, WEEK_DAYS = 24, 7


class CampaignStatus(TextChoices):
    """The method that Salé and Kénitra followed, in its order."""

    PROSPECTING = "prospecting", pgettext_lazy("a mapping campaign", "prospecting")
    INTERVIEWS = "interviews", pgettext_lazy("a mapping campaign", "interviews")
    WORKSHOPS = "workshops", pgettext_lazy("a mapping campaign", "workshops")
    VALIDATED = "validated", pgettext_lazy("a mapping campaign", "validated")
    CLOSED = "closed", pgettext_lazy("a mapping campaign", "closed")


ASKING = (CampaignStatus.WORKSHOPS, CampaignStatus.VALIDATED)
"""While a campaign is there, the people of an actor are asked to confirm their own services."""


class ProspectStatus(TextChoices):
    TO_CONTACT = "to_contact", pgettext_lazy("an actor", "to contact")
    CONTACTED = "contacted", pgettext_lazy("an actor", "contacted")
    REFUSED = "refused", pgettext_lazy("an actor", "refused")
    MET = "met", pgettext_lazy("an actor", "met")


class WorkshopKind(TextChoices):
    ROLES = "roles", _("Who does what in the circuit")
    SERVICES = "services", _("Which services are really given")


class Part(TextChoices):
    """What an actor does at one stage of the circuit."""

    NONE = "none", pgettext_lazy("a part in the circuit", "—")
    LEADS = "leads", pgettext_lazy("a part in the circuit", "leads")
    DOES = "does", pgettext_lazy("a part in the circuit", "does")
    SUPPORTS = "supports", pgettext_lazy("a part in the circuit", "supports")
    TOLD = "told", pgettext_lazy("a part in the circuit", "is told")


class Verdict(TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("a service", "confirmed")
    CORRECTED = "corrected", pgettext_lazy("a service", "to correct")
    REJECTED = "rejected", pgettext_lazy("a service", "not given")


class CellState(TextChoices):
    """From a gap to no gap; one more service never brings a cell down."""

    NONE = "none", _("nobody")
    DOUBTFUL = "doubtful", _("not sure")
    PART = "part", _("in part")
    WHOLE = "whole", _("covered")


class Hours(TextChoices):
    """When a child may need somebody."""

    WORKING = "working", _("Working hours")
    EVENING = "evening", _("Evening")
    NIGHT = "night", _("Night")
    WEEKEND = "weekend", _("Weekend")
    RAMADAN = "ramadan", _("Ramadan")
    HOLIDAYS = "holidays", _("Public holidays")


@dataclass(frozen=True)
class Window:
    """Hours of a week, in one period of the year: days from Monday (0), hours from 0 to 23."""

    period: SchedulePeriod
    days: tuple[int, ...]
    hours: tuple[int, ...]

    @property
    def slots(self) -> frozenset[tuple[int, int]]:
        return frozenset((day, hour) for day in self.days for hour in self.hours)


EVERY_DAY, WORKING_DAYS, REST_DAYS = tuple(range(WEEK_DAYS)), tuple(range(5)), (5, 6)
WINDOWS: dict[str, Window] = {
    Hours.WORKING: Window(SchedulePeriod.USUAL, WORKING_DAYS, tuple(range(9, 16))),
    Hours.EVENING: Window(SchedulePeriod.USUAL, WORKING_DAYS, tuple(range(18, 22))),
    Hours.NIGHT: Window(SchedulePeriod.USUAL, EVERY_DAY, (22, 23, 0, 1, 2, 3, 4, 5)),
    Hours.WEEKEND: Window(SchedulePeriod.USUAL, REST_DAYS, tuple(range(9, 18))),
    Hours.RAMADAN: Window(SchedulePeriod.RAMADAN, WORKING_DAYS, tuple(range(9, 15))),
    Hours.HOLIDAYS: Window(SchedulePeriod.PUBLIC_HOLIDAYS, EVERY_DAY, tuple(range(9, 18))),
}

BANDS: dict[str, tuple[int, int]] = {"0-5": (0, 5), "6-11": (6, 11), "12-14": (12, 14), "15-17": (15, 17)}
"""The ages at which a child is asked differently (the rules of consent)."""
