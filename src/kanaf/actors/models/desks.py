"""Desks, the people who hold posts there, and who stands in for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from kanaf.actors.enums import DeskKind, Role
from kanaf.foundation.ids import new_id


class Desk(models.Model):
    """A working post of an organisation; work and responsibility belong to desks, not to people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=90, unique=True)
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="desks")
    site = models.ForeignKey("actors.Site", models.PROTECT, null=True, blank=True, related_name="desks")
    kind = models.CharField(max_length=20, choices=DeskKind.choices)
    name = models.CharField(max_length=160)
    name_ar = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    place = models.ForeignKey("territory.Place", models.PROTECT, null=True, blank=True, related_name="+")
    covers = models.ManyToManyField("territory.Place", through="actors.DeskArea", related_name="+")
    prefix = models.CharField(max_length=4, blank=True)
    takes_reports = models.BooleanField(default=False)
    is_shelter = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    phone_public = models.CharField(max_length=32, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(
                name="desk_prefix_is_two_to_four_capitals",
                condition=Q(prefix="") | Q(prefix__regex=r"^[A-Z]{2,4}$"),
            ),
            models.CheckConstraint(
                name="desk_that_takes_reports_has_a_prefix",
                condition=Q(takes_reports=False) | ~Q(prefix=""),
            ),
        ]


class DeskArea(models.Model):
    """A place whose reports a desk answers for; the lowest priority number answers first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="areas")
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(name="desk_covers_a_place_once", fields=["desk", "place"]),
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_at(self, at: datetime) -> Self:
        """Memberships of active accounts, on the day of ``at``."""
        day = at.astimezone(UTC).date()
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=day),
            since__lte=day,
            account__is_active=True,
        )

    def held_by(self, account_id: UUID, at: datetime) -> list[tuple[UUID, str, UUID]]:
        """The posts of one person and the organisation of each, her own or an absent colleague's, in a stable order."""
        covered = Absence.objects.filter(covered_by=account_id, since__lte=at, until__gt=at)
        mine = Q(account=account_id) | Q(account__in=covered.values("account"))
        posts = self.valid_at(at).filter(mine).values_list("desk_id", "role", "desk__organisation_id")
        return list(posts.order_by("desk_id", "role").distinct())


class Membership(models.Model):
    """A role at a desk from the day ``since`` to the day before ``until`` (days of universal time)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="memberships")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [
            models.Index(fields=["account", "since"], name="membership_of_account"),
            models.Index(fields=["desk", "since"], name="membership_of_desk"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="membership_one_open_per_role",
                fields=["account", "desk", "role"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]


class Absence(models.Model):
    """While a colleague is away, ``covered_by`` holds that colleague's posts; cover does not pass on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="absences")
    covered_by = models.ForeignKey("actors.Account", models.PROTECT, related_name="covers")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["covered_by", "until"], name="absence_covered_by")]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="absence_covered_by_someone_else", condition=~Q(covered_by=F("account"))),
        ]
