"""Countries and their divisions, as they are and as they were."""

from typing import Self
from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.territory.enums import PlaceLevel, Sex
from kanaf.territory.models.naming import in_language

_SPACE = UUID("74657272-6900-4000-8000-000000000000")


def place_id(country: str, code: str) -> UUID:
    """The same place has the same identifier on every installation."""
    return uuid5(_SPACE, f"{country}:{code}")


class Country(models.Model):
    """A country by its ISO 3166-1 code."""

    code = models.CharField(_("code"), primary_key=True, max_length=2)
    name_fr = models.CharField(_("name in French"), max_length=100)
    name_ar = models.CharField(_("name in Arabic"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places, asked for by where they lie."""

    def within(self, place: "Place") -> Self:
        """The place itself and everything below it; a former region holds its member provinces."""
        if place.level == PlaceLevel.FORMER_REGION:
            members = FormerMembership.objects.filter(former=place).values_list("member_id", flat=True)
            return self.filter(lineage__overlap=[place.pk, *members])
        return self.filter(lineage__contains=[place.pk])


class Place(models.Model):
    """One administrative division, with its names in both scripts and its place in the tree."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="+")
    code = models.CharField(_("code"), max_length=20)
    level = models.CharField(_("level"), max_length=20, choices=PlaceLevel.choices)
    kind = models.CharField(_("kind"), max_length=40)
    name_fr = models.CharField(_("name in French"), max_length=150)
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), null=True, blank=True, related_name="children"
    )
    also_within = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("also part of"), null=True, blank=True, related_name="+"
    )
    lineage = ArrayField(models.UUIDField(), verbose_name=_("all it is part of"), editable=False)
    iso3166_2 = models.CharField(_("ISO 3166-2 code"), max_length=6, null=True, blank=True, unique=True)
    pcode = models.CharField(_("p-code"), max_length=20, null=True, blank=True, unique=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("existed until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    search = models.TextField(editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(name="place_code_once_a_country", fields=["country", "code"]),
        ]
        indexes = [
            GinIndex(name="place_search_trigrams", fields=["search"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="place_lineage", fields=["lineage"]),
            models.Index(name="place_level", fields=["country", "level"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def full_name(self) -> str:
        """The name with what it is part of, so that two places of one name are told apart."""
        if self.parent is None or self.level == PlaceLevel.REGION:
            return self.name
        return gettext("%(place)s, %(parent)s") % {"place": self.name, "parent": self.parent.name}

    @property
    def ancestors(self) -> list["Place"]:
        """What it is part of, widest first."""
        above = Place.objects.in_bulk([pk for pk in self.lineage if pk != self.pk])
        return [above[pk] for pk in self.lineage if pk in above]


class FormerMembership(models.Model):
    """Which of today's provinces a region of the past was made of."""

    former = models.ForeignKey(Place, models.CASCADE, related_name="+")
    member = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="former_member_once", fields=["former", "member"])]


class PlaceCensus(models.Model):
    """People counted in a place, by sex and age band; bands are worked out from published shares."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices)
    age_from = models.PositiveSmallIntegerField(_("youngest age"))
    age_to = models.PositiveSmallIntegerField(_("oldest age"), null=True)
    population = models.PositiveIntegerField(_("population"))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="census_band_once", fields=["place", "year", "sex", "age_from"]),
        ]

    @property
    def age_band(self) -> str:
        return f"{self.age_from}-{self.age_to}" if self.age_to is not None else f"{self.age_from}+"
