"""Directory entries as a page says them, with no more than the audience may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.actors.access import Location, location_for
from kanaf.actors.enums import Audience, Referrer, ServiceCategory
from kanaf.actors.freshness import Freshness, freshness
from kanaf.actors.models import Phone, Service, Site
from kanaf.actors.naming import said

SUMMARY_LENGTH = 180


@dataclass(frozen=True)
class Where:
    """One site as this audience may know it; no location means: ask when you refer."""

    name: str
    location: Location | None
    details: UUID | None = None

    @property
    def sentence(self) -> str:
        if self.location is None:
            return _("The place is told to the people who are sent there.")
        return _(", ").join([*self.location.address, self.location.place.name])


@dataclass(frozen=True)
class Card:
    """A service in a list."""

    slug: str
    name: str
    organisation: str
    summary: str
    categories: list[str | Promise]
    places: list[str]
    ages: str
    cost: str
    phones: list[Phone]
    freshness: Freshness
    is_closed: bool
    status: str


def card(service: Service, audience: Audience, today: date) -> Card:
    """All that one row of a list says."""
    places = [location_for(at.site, audience) for at in service.locations.all()]
    return Card(
        slug=service.slug,
        name=said(service),
        organisation=said(service.organisation),
        summary=_shortened(said(service, "description")),
        categories=categories(service),
        places=sorted({place.place.name for place in places if place is not None}),
        ages=ages(service.minimum_age, service.maximum_age),
        cost=service.get_cost_display(),
        phones=list(service.phones.all()),
        freshness=freshness(service.last_verified_on, today),
        is_closed=service.status != "active",
        status=service.get_status_display(),
    )


def places_of(service: Service, audience: Audience) -> list[Where]:
    return [where(at.site, audience) for at in service.locations.all()]


def where(site: Site, audience: Audience, *, with_details: bool = False) -> Where:
    """``with_details`` leads to the page where all of the site is corrected."""
    return Where(said(site), location_for(site, audience), site.pk if with_details else None)


def categories(service: Service) -> list[str | Promise]:
    return labels(service.categories, ServiceCategory.choices)


def referrers(service: Service) -> list[str | Promise]:
    return labels(service.who_may_refer, Referrer.choices)


def labels(values: Iterable[str], choices: Iterable[tuple[str, str | Promise]]) -> list[str | Promise]:
    """Words for codes, in the order of the vocabulary."""
    chosen = set(values)
    return [label for value, label in choices if value in chosen]


def ages(minimum: int | None, maximum: int | None) -> str:
    """« de 6 à 17 ans »; every age says so."""
    if minimum is None and maximum is None:
        return _("every age")
    if maximum is None:
        return ngettext("from %(count)d year", "from %(count)d years", minimum or 0) % {"count": minimum}
    if not minimum:
        return ngettext("up to %(count)d year", "up to %(count)d years", maximum) % {"count": maximum}
    return ngettext("%(first)d to %(count)d year", "%(first)d to %(count)d years", maximum) % {
        "first": minimum,
        "count": maximum,
    }


def _shortened(text: str) -> str:
    if len(text) <= SUMMARY_LENGTH:
        return text
    return text[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"
