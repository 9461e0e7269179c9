"""Committees, their seats, and who sits in them."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Role
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.territory.models.naming import Dated, Labelled, in_language

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class CommitteeKind(Labelled, Dated):
    """One kind of committee, as its legal text describes it: data that a territory may correct."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), unique=True, max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    mandate_fr = models.TextField(_("mandate in French"))
    mandate_ar = models.TextField(_("mandate in Arabic"))
    mandate_en = models.TextField(_("mandate in English"), blank=True)
    reference = models.CharField(_("legal reference"), max_length=200)
    reference_on = models.DateField(_("date of the reference"), null=True)
    notice_days = models.PositiveSmallIntegerField(_("days of notice"))
    quorum_percent = models.PositiveSmallIntegerField(_("quorum, in percent of the seats"))
    has_plan = models.BooleanField(_("keeps an action plan"), default=False)

    class Meta:
        ordering = ["order", "code"]

    @property
    def mandate(self) -> str:
        return in_language(self, "mandate")


class KindSeat(models.Model):
    """A seat that committees of a kind begin with; ``category`` is a code of the list ``committee_seat``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.ForeignKey(CommitteeKind, models.CASCADE, related_name="seats")
    category = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    is_chair = models.BooleanField(default=False)
    is_bound = models.BooleanField(default=False)
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "order"]
        constraints = [models.UniqueConstraint(name="kind_seat_one_place", fields=["kind", "order"])]


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``policies.can_read``: its secretary, and whoever holds a seat that day."""
        if not actor.is_active or actor.id is None:
            return self.none()
        desks = [post.desk_id for post in actor.memberships if post.role == Role.COMMITTEE_SECRETARY]
        seated = Term.objects.valid_at(at).filter(account=actor.id, account__is_active=True)
        return self.filter(Q(desk__in=desks) | Q(id__in=seated.values("committee")))


class Committee(models.Model):
    """One committee of one place. Its key seals its words; ``annex`` names the key of what only the bound read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    annex = models.UUIDField(default=new_id, editable=False, unique=True)
    kind = models.ForeignKey(CommitteeKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    desk = models.ForeignKey(
        "actors.Desk", models.PROTECT, related_name="+", help_text="the secretariat: its secretaries write"
    )
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), validators=[MaxValueValidator(90)])
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, in percent of the seats"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    opened_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["name_fr", "id"]
        constraints = [
            models.CheckConstraint(
                name="committee_quorum_is_a_share", condition=Q(quorum_percent__gte=1, quorum_percent__lte=100)
            ),
        ]

    @property
    def name(self) -> str:
        named = {"ar": self.name_ar, "en": self.name_en}
        return named.get((get_language() or "fr")[:2], "") or self.name_fr


class Seat(models.Model):
    """A place at the table for one category; ended, never deleted, because attendance holds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    category = models.CharField(_("category"), max_length=40, help_text="codelist committee_seat")
    order = models.PositiveSmallIntegerField(default=0)
    is_chair = models.BooleanField(_("chairs"), default=False)
    is_bound = models.BooleanField(_("bound by professional secrecy"), default=False)
    is_required = models.BooleanField(_("no quorum without it"), default=False)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                name="seat_one_chair", fields=["committee"], condition=Q(is_chair=True, ended_on__isnull=True)
            ),
        ]


class TermQuerySet(models.QuerySet["Term"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def valid_at(self, at: datetime) -> Self:
        """Terms that run on the day of ``at`` (a day of universal time, as everywhere), in seats that still stand."""
        day = at.astimezone(UTC).date()
        return self.on(day).filter(Q(seat__ended_on__isnull=True) | Q(seat__ended_on__gt=day))


class Term(models.Model):
    """Somebody in a seat from the day ``since`` to the day before ``until``, as the member or as a substitute.

    Whoever works with Kanaf is an account; whoever does not is a sealed name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="terms")
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="+", null=True)
    name = SealedText(_("name"), key="committee_id")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True)
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="+", null=True)
    is_substitute = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    named_by = models.UUIDField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(name="term_of_account", fields=["account", "since"])]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="term_of_somebody", condition=Q(account__isnull=False) | Q(name__isnull=False)),
            ExclusionConstraint(
                name="term_one_member_and_one_substitute",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (
                        Func(F("is_substitute"), function="int4", output_field=models.IntegerField()),
                        RangeOperators.EQUAL,
                    ),
                    (
                        Func(F("since"), F("until"), Value("[)"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
