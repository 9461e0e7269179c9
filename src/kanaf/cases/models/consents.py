"""Consent and assent, by purpose and by recipient; a withdrawal is a new row, never an edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import ConsentPurpose, ConsentState
from kanaf.cases.models.files import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText


class Consent(models.Model):
    """Compartment social: who agreed to what, for whom, and what was explained first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=12, choices=ConsentPurpose.choices)
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True, verbose_name=_("recipient"))
    state = models.CharField(max_length=12, choices=ConsentState.choices)
    child_kind = models.CharField(_("asked of the child"), max_length=20)
    child_agrees = models.BooleanField(_("the child agrees"), null=True)
    adult = models.ForeignKey(
        "cases.CaseParty", models.PROTECT, related_name="+", null=True, verbose_name=_("adult who agrees")
    )
    adult_agrees = models.BooleanField(null=True)
    is_written = models.BooleanField(_("in writing"), default=False)
    legal_basis = models.CharField(_("legal basis"), max_length=40, blank=True, help_text="codelist legal_basis")
    limit_explained_at = models.DateTimeField(_("the duty to report was explained at"))
    language = models.CharField(_("language"), max_length=20)
    remark = SealedText(_("what was said, what must be withheld and why"), key="case_id")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    holds_until = models.DateTimeField(_("holds until"), null=True)
    warned_at = models.DateTimeField(null=True, help_text="when the desk was told that it ends")
    expired_at = models.DateTimeField(null=True, help_text="when what rested on it was ended")
    replaces = models.OneToOneField("self", models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="consent_by_its_end",
                fields=["holds_until"],
                condition=models.Q(state=ConsentState.GIVEN, expired_at__isnull=True),
            )
        ]
