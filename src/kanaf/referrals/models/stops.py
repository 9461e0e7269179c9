"""A sharing was taken back: the desk that had received it must stop using it, and say so."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.grants import access as grants
from kanaf.grants.powers import FILE_POWERS
from kanaf.referrals.enums import CopiesKept, ReferralStatus
from kanaf.referrals.models.referrals import Referral, reference_of

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class StopNoticeQuerySet(models.QuerySet["StopNotice"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``stops.policies.can_read_stop``: the desk that is told, and whoever reads the consents."""
        desks = [p.desk_id for p in actor.memberships if p.role in FILE_POWERS] if actor.is_active else []
        files = grants.readable(actor, "case", "social", "read", at)
        return self.filter(models.Q(desk_to__in=desks) | models.Q(case_id__in=files))


class StopNotice(models.Model):
    """Read by the desk that had received the sharing and by whoever reads the consents of the file.

    It holds what the desk recognises (its referral, the service asked, the day, its papers) and nothing of the child.
    The database alone writes it, with the end of the sharing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    desk_from = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    desk_to = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    category = models.CharField(max_length=20)
    was = models.CharField(max_length=12, choices=ReferralStatus.choices, help_text="where the referral stood")
    sent_at = models.DateTimeField()
    reason = models.CharField(max_length=40, help_text="codelist revoke_reason")
    papers = models.CharField(max_length=200, blank=True, help_text="references of the sheets that left on paper")
    by_telephone = models.BooleanField(default=False, help_text="the desk answered on paper: it is told by telephone")
    told_at = models.DateTimeField(_("told at"))
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    copies = models.CharField(_("what we had kept"), max_length=10, choices=CopiesKept.choices, blank=True)

    objects = StopNoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="stop_not_acknowledged", fields=["desk_to"], condition=models.Q(acknowledged_at__isnull=True)
            ),
            models.Index(name="stop_by_case", fields=["case"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="stop_acknowledged_by_somebody",
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, copies="")
                | (models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~models.Q(copies="")),
            )
        ]

    @property
    def reference(self) -> str:
        return reference_of(self.referral_id)
