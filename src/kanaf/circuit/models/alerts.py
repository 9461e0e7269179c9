"""Who is on duty at a desk, and whom silence told."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kanaf.circuit.enums import Rung
from kanaf.foundation.ids import new_id
from kanaf.grants.models import Exclusion

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class Shift(models.Model):
    """A turn of duty at a desk, from a moment to another; without a person it is still to be taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    person = models.ForeignKey("actors.Account", models.PROTECT, related_name="+", null=True, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(editable=False)
    alerted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(name="shift_of_desk", fields=["desk", "starts_at"])]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(
                name="shift_one_for_a_person", fields=["desk", "person", "starts_at"], condition=Q(person__isnull=False)
            ),
        ]


class AlertQuerySet(models.QuerySet["Alert"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:  # noqa: ARG002 - the shape of every twin
        """The SQL twin of ``policies_duty.can_read_alert``: one's own, but for files that are hidden from one."""
        hidden = Q(file__in=Exclusion.objects.hiding_from(actor).values("subject_id"))
        return self.filter(Q(file=None) | ~hidden, person=actor.id) if actor.is_active else self.none()


class Alert(models.Model):
    """What silence told one person about what one desk owes: the rung says as whom, and it opens no file.

    Without a file it is about a turn of duty that nobody covers, named by ``about``. About ``DANGER`` it was told at
    once, before anybody was silent: the risk is high.
    """

    DANGER = "danger"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    rung = models.CharField(_("told as"), max_length=16, choices=Rung.choices)
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    file = models.UUIDField(null=True)
    protocol = models.ForeignKey("circuit.ProtocolVersion", models.PROTECT, related_name="+", null=True)
    rule = models.SlugField(max_length=40, blank=True)
    about = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    risk = models.CharField(max_length=6)
    due_at = models.DateTimeField(_("due"))
    at = models.DateTimeField()
    mail_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        indexes = [
            models.Index(name="alert_of_person", fields=["person", "at"], condition=Q(read_at=None)),
            models.Index(name="alert_to_mail", fields=["mail_at"], condition=Q(mailed_at=None)),
            models.Index(name="alert_of_file", fields=["file", "rule"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="alert_told_once",
                fields=["person", "file", "rule", "about", "began_at", "step"],
                nulls_distinct=False,
            )
        ]
