"""Organisations and sites, with the names and meaning of Open Referral HSDS 3.1."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kanaf.actors.enums import Language, OrganisationKind, OrganisationStatus
from kanaf.foundation.ids import new_id


class Organisation(models.Model):
    """A body of any of the partner classes (HSDS ``organization``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=90, unique=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=80, blank=True)
    parent_organisation = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    legal_status = models.CharField(max_length=120, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    country = models.CharField(max_length=2, default="MA")
    place = models.ForeignKey("territory.Place", models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=8, choices=OrganisationStatus.choices, default=OrganisationStatus.ACTIVE)
    sources = models.TextField(blank=True)
    last_verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey("actors.Account", models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(
                name="organisation_verified_by_and_on_together",
                condition=Q(last_verified_on__isnull=False) | Q(verified_by__isnull=True),
            ),
        ]


class OrganisationName(models.Model):
    """A name in one language, for the time it was or is in use: ministries change theirs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    language = models.CharField(max_length=2, choices=Language.choices)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["language", F("valid_from").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                name="organisation_one_current_name_per_language",
                fields=["organisation", "language"],
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="organisation_name_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class Site(models.Model):
    """Where people are received (HSDS ``location``), held at three precisions: place, address, exact point.

    Only ``access.location_for`` says which precision an audience gets.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    location_type = models.CharField(max_length=8, default="physical")
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+")
    address_1 = models.CharField(max_length=200, blank=True)
    address_2 = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    transportation = models.TextField(blank=True)
    is_shelter = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="site_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]


class SiteName(models.Model):
    """A site's name in one language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, models.CASCADE, related_name="names")
    language = models.CharField(max_length=2, choices=Language.choices)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="site_one_name_per_language", fields=["site", "language"]),
        ]
