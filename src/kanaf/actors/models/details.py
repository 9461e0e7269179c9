"""The smaller tables of HSDS: hours, languages, costs, capacity, access, phones and contacts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kanaf.actors.enums import (
    AccessibilityKind,
    CapacityUnit,
    PhoneType,
    SchedulePeriod,
    SpokenLanguage,
    Weekday,
)
from kanaf.foundation.ids import new_id


class Schedule(models.Model):
    """Opening hours (HSDS ``schedule``); a narrower period replaces the usual hours, none is closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("actors.Service", models.CASCADE, related_name="schedules")
    period = models.CharField(max_length=16, choices=SchedulePeriod.choices, default=SchedulePeriod.USUAL)
    byday = ArrayField(models.CharField(max_length=2, choices=Weekday.choices))
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    notes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["period", "opens_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="schedule_opens_and_closes_or_is_closed",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="schedule_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class ServiceLanguage(models.Model):
    """A language in which people are received (HSDS ``language``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("actors.Service", models.CASCADE, related_name="languages")
    code = models.CharField(max_length=3, choices=SpokenLanguage.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(name="service_language_once", fields=["service", "code"]),
        ]


class Accessibility(models.Model):
    """What makes a service reachable for everyone (HSDS ``accessibility``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("actors.Service", models.CASCADE, related_name="accessibility")
    kind = models.CharField(max_length=20, choices=AccessibilityKind.choices)
    details = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(name="service_accessibility_once", fields=["service", "kind"]),
        ]


class CostOption(models.Model):
    """A price and what it is for (HSDS ``cost_option``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("actors.Service", models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="MAD")
    amount_description = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["option", "id"]


class ServiceCapacity(models.Model):
    """How many can be received, and when that was last true (HSDS ``service_capacity``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("actors.Service", models.CASCADE, related_name="capacities")
    unit = models.CharField(max_length=12, choices=CapacityUnit.choices)
    available = models.PositiveIntegerField()
    maximum = models.PositiveIntegerField(null=True, blank=True)
    updated = models.DateField()

    class Meta:
        ordering = ["unit"]
        constraints = [
            models.UniqueConstraint(name="service_capacity_once_per_unit", fields=["service", "unit"]),
            models.CheckConstraint(
                name="service_capacity_within_maximum",
                condition=Q(maximum__isnull=True) | Q(available__lte=F("maximum")),
            ),
        ]


class Phone(models.Model):
    """A number of an organisation, a service or a site (HSDS ``phone``); public only when it says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "actors.Organisation", models.CASCADE, null=True, blank=True, related_name="phones"
    )
    service = models.ForeignKey("actors.Service", models.CASCADE, null=True, blank=True, related_name="phones")
    site = models.ForeignKey("actors.Site", models.CASCADE, null=True, blank=True, related_name="phones")
    number = models.CharField(max_length=32)
    extension = models.CharField(max_length=8, blank=True)
    type = models.CharField(max_length=5, choices=PhoneType.choices, default=PhoneType.VOICE)
    description = models.CharField(max_length=120, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="phone_belongs_to_one_thing",
                condition=Q(organisation__isnull=False, service__isnull=True, site__isnull=True)
                | Q(organisation__isnull=True, service__isnull=False, site__isnull=True)
                | Q(organisation__isnull=True, service__isnull=True, site__isnull=False),
            ),
        ]


class Contact(models.Model):
    """A person to ask for (HSDS ``contact``), shown to professionals once she or he agreed to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("actors.Organisation", models.CASCADE, related_name="contacts")
    service = models.ForeignKey("actors.Service", models.CASCADE, null=True, blank=True, related_name="contacts")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
