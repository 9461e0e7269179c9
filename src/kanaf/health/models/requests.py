"""An examination as it is asked for, and the appointments given for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import SpokenLanguage
from kanaf.foundation.vault.fields import SealedJSON, SealedText
from kanaf.health.enums import WAITING, RequestStatus, VisitStatus, Wish
from kanaf.health.models.base import Medical
from kanaf.territory.enums import Risk


class Request(Medical):
    """What is asked of a doctor for one child: for which facts, how soon, and what the child agrees to.

    A doctor reads the moment of the facts and never their story. Without a desk, the doctor has no account here.
    """

    kind = models.CharField(_("examination"), max_length=30, help_text="codelist examination_kind")
    desk_from = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    desk_to = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True)
    outside = SealedText(_("hospital or doctor without an account here"), key="case_id")
    urgency = models.CharField(_("how soon"), max_length=10, choices=Risk.choices)
    due_at = models.DateTimeField(_("before"))
    incidents = ArrayField(models.UUIDField(), verbose_name=_("for which facts"), default=list)
    language = models.CharField(_("language of the child"), max_length=5, choices=SpokenLanguage.choices)
    examiner = models.CharField(_("examined by"), max_length=10, choices=Wish.choices, default=Wish.NOT_ASKED)
    consent = SealedJSON(_("what the child says, part by part"), key="case_id")
    practical = SealedText(_("what to know to receive the child"), key="case_id")
    requisition = models.UUIDField(null=True, unique=True)
    requisition_number = SealedText(_("number of the requisition"), key="case_id")
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=RequestStatus.ASKED)

    class Meta:
        indexes = [models.Index(name="request_by_desk", fields=["desk_to", "status"])]

    @property
    def waits(self) -> bool:
        return self.status in WAITING


class Visit(Medical):
    """One appointment: given, kept, missed, or the child came and said no."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    status = models.CharField(max_length=10, choices=VisitStatus.choices, default=VisitStatus.SET)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="visit_one_to_come", fields=["request"], condition=models.Q(status=VisitStatus.SET)
            )
        ]
