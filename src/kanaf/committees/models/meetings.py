"""Meetings: when, what about, who came, what was written down and who adopted it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kanaf.committees.enums import MeetingStatus, MinutesStatus, Presence
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText


class Meeting(models.Model):
    """One meeting. The rules of the day it was convened stay with it: a quorum is not lowered on the eve."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    venue = SealedText(_("where"), key="committee_id")
    status = models.CharField(max_length=9, choices=MeetingStatus.choices, default=MeetingStatus.CONVENED)
    notice_days = models.PositiveSmallIntegerField()
    quorum_percent = models.PositiveSmallIntegerField()
    convened_at = models.DateTimeField()
    convened_by = models.UUIDField()
    held_at = models.DateTimeField(null=True, help_text="when it was written down who came")
    cancelled_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at", "id"]
        indexes = [models.Index(name="meeting_by_committee", fields=["committee", "-starts_at"])]
        constraints = [
            models.UniqueConstraint(name="meeting_numbered_once", fields=["committee", "number"]),
            models.CheckConstraint(name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="meeting_convened_before_it_begins", condition=Q(starts_at__gt=F("convened_at"))
            ),
            models.CheckConstraint(
                name="meeting_held_or_cancelled_has_a_moment",
                condition=Q(status=MeetingStatus.CONVENED, held_at__isnull=True, cancelled_at__isnull=True)
                | Q(status=MeetingStatus.HELD, held_at__isnull=False, cancelled_at__isnull=True)
                | Q(status=MeetingStatus.CANCELLED, held_at__isnull=True, cancelled_at__isnull=False),
            ),
        ]

    @property
    def is_convened(self) -> bool:
        return self.status == MeetingStatus.CONVENED

    @property
    def is_held(self) -> bool:
        return self.status == MeetingStatus.HELD


class AgendaItem(models.Model):
    """One subject of the day, after what is overdue and the minutes to adopt, which nobody has to write down."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = SealedText(_("subject"), key="committee_id")
    presented_by = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True)
    added_by = models.UUIDField()

    class Meta:
        ordering = ["order", "id"]


class Attendance(models.Model):
    """Who came for a seat, or as a guest (without a seat)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    seat = models.ForeignKey("committees.Seat", models.PROTECT, related_name="+", null=True)
    term = models.ForeignKey("committees.Term", models.PROTECT, related_name="+", null=True)
    presence = models.CharField(max_length=10, choices=Presence.choices)
    guest = SealedText(_("guest"), key="committee_id")
    noted_by = models.UUIDField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_one_per_seat", fields=["meeting", "seat"], condition=Q(seat__isnull=False)
            ),
            models.CheckConstraint(
                name="attendance_guests_have_no_seat",
                condition=Q(presence=Presence.GUEST, seat__isnull=True, guest__isnull=False)
                | (~Q(presence=Presence.GUEST) & Q(seat__isnull=False)),
            ),
            models.CheckConstraint(
                name="attendance_present_by_a_term",
                condition=~Q(presence__in=["member", "substitute"]) | Q(term__isnull=False),
            ),
        ]


class Minutes(models.Model):
    """What was said and decided; drafted by one person, adopted by another at a later meeting, then frozen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = SealedText(_("minutes"), key="committee_id")
    status = models.CharField(max_length=8, choices=MinutesStatus.choices, default=MinutesStatus.DRAFT)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    adopted_in = models.ForeignKey(Meeting, models.PROTECT, related_name="+", null=True)
    adopted_by = models.UUIDField(null=True)
    adopted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="minutes_adopted_by_another_person",
                condition=Q(status=MinutesStatus.DRAFT, adopted_by__isnull=True, adopted_at__isnull=True)
                | (
                    Q(status=MinutesStatus.ADOPTED, adopted_by__isnull=False, adopted_in__isnull=False)
                    & ~Q(adopted_by=F("drafted_by"))
                    & ~Q(adopted_in=F("meeting"))
                ),
            ),
        ]

    @property
    def is_adopted(self) -> bool:
        return self.status == MinutesStatus.ADOPTED
