"""Protocol versions, which version a file follows, and what is owed: the materialised value of a pure function."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kanaf.circuit.enums import IN_PREPARATION, SHOWN, Decision, VersionStatus
from kanaf.circuit.seats import REVIEWERS, REVIEWERS_OF_EVERYWHERE, SIGNERS, WRITERS, WRITERS_ANYWHERE, Seat
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class ProtocolVersionQuerySet(models.QuerySet["ProtocolVersion"]):
    def readable_by(self, actor: "Actor", seats: Collection[Seat]) -> Self:
        """The SQL twin of ``policies.can_read_version``."""
        shown = Q(status__in=SHOWN)
        return self.filter(shown | self._at_work(seats)) if actor.is_active else self.filter(shown)

    @staticmethod
    def _at_work(seats: Collection[Seat]) -> Q:
        """Versions that somebody who sits there writes, decides or signs."""
        found = Q(pk__in=[])
        for seat in seats:
            if not seat.roles.isdisjoint(WRITERS_ANYWHERE):
                return ~Q(pk__in=[])
            if not seat.roles.isdisjoint(WRITERS | REVIEWERS):
                found |= Q(country=seat.country, places__overlap=sorted(seat.codes))
            if not seat.roles.isdisjoint(REVIEWERS_OF_EVERYWHERE):
                found |= Q(places=[])
            if not seat.roles.isdisjoint(SIGNERS):
                asked = [VersionStatus.REVIEW, VersionStatus.APPROVED]
                found |= Q(status__in=asked, members__contains=[seat.organisation])
        return found


class ProtocolVersion(models.Model):
    """One version of the protocol of a dispositif, as the text that people read; once published it never changes.

    ``writers`` are those whose hand is in the text, ``members`` the organisations that sign it before it applies;
    ``digest`` is the text's, from the moment it is sent to the committee.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispositif = models.SlugField(_("dispositif"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    country = models.CharField(_("country"), max_length=2)
    places = ArrayField(models.CharField(max_length=20), verbose_name=_("places covered"), default=list, blank=True)
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=64, editable=False)
    written_by = models.UUIDField(editable=False)
    written_at = models.DateTimeField(editable=False)
    writers = ArrayField(models.UUIDField(), default=list, editable=False)
    members = ArrayField(models.UUIDField(), default=list, editable=False)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    published_by = models.UUIDField(null=True, editable=False)
    published_at = models.DateTimeField(_("in force since"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ProtocolVersionQuerySet.as_manager()

    class Meta:
        ordering = ["dispositif", "-number"]
        constraints = [
            models.UniqueConstraint(name="protocol_number_once", fields=["dispositif", "number"]),
            models.UniqueConstraint(
                name="protocol_one_in_force", fields=["dispositif"], condition=Q(status=VersionStatus.PUBLISHED)
            ),
            models.UniqueConstraint(
                name="protocol_one_in_preparation", fields=["dispositif"], condition=Q(status__in=IN_PREPARATION)
            ),
            models.CheckConstraint(
                name="protocol_published_by_somebody",
                condition=Q(status__in=[*IN_PREPARATION, VersionStatus.WITHDRAWN])
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispositif} {self.number}"


class Review(models.Model):
    """What one person of the committee decided about a version, and the words for those who wrote it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    decision = models.CharField(max_length=8, choices=Decision.choices)
    remark = models.CharField(_("remark"), max_length=2000, blank=True)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-id"]


class Signature(models.Model):
    """One member organisation signed one text; it counts as long as the text is that one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(name="protocol_signed_once", fields=["version", "organisation", "digest"]),
        ]


class FollowedProtocol(models.Model):
    """The version that a file, a report or a complaint follows, since when and why (a ``MoveReason``)."""

    file = models.UUIDField(primary_key=True, editable=False)
    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)


class Obligation(models.Model):
    """What one desk owes to one file. ``number`` is its place among those of the file, in the order they began.

    ``steps_at`` are the moments at which silence tells somebody; ``steps_done`` of them have been dealt with. The
    version is the one that the file follows, whose key holds it: a second one would be paid for at each event. Known
    to the desk that owes it and to the readers of ``compartment``: « execute the placement » says something of justice.
    """

    pk = models.CompositePrimaryKey("file", "number")
    file = models.UUIDField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    rule = models.SlugField(max_length=40, db_index=False)
    about = models.CharField(max_length=40, blank=True)
    desk = models.UUIDField(_("desk"), null=True)
    risk = models.CharField(max_length=6)
    compartment = models.CharField(max_length=20, choices=Compartment.choices, db_default=Compartment.CORE)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    ended_at = models.DateTimeField(null=True)
    is_done = models.BooleanField(default=False)
    steps_at = ArrayField(models.DateTimeField(), default=list)
    steps_done = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="obligation_done_means_ended", condition=Q(is_done=False) | Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(
                name="obligation_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
        ]
        indexes = [
            models.Index(name="obligation_of_desk", fields=["desk", "due_at"], condition=Q(ended_at=None)),
            models.Index(name="obligation_next_step", fields=["next_step_at"], condition=Q(next_step_at__isnull=False)),
            models.Index(name="obligation_in_danger", fields=["rule"], condition=Q(ended_at=None, risk="high")),
        ]
