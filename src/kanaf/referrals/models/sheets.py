"""A referral on paper, for a partner who does not use Kanaf, and the link through which it answers once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Language
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.referrals.enums import SheetAnswer
from kanaf.referrals.models.referrals import Referral


class Sheet(models.Model):
    """Read by the sending desk. Of the link and of its code only blind indexes are searched; the code itself is
    sealed, to be read aloud to the number that the directory knows; ``file`` names the sealed copy of the paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    phone = models.CharField(_("registered number"), max_length=32)
    link_blind = models.BinaryField(max_length=16, unique=True)
    code_blind = models.BinaryField(max_length=16)
    code = SealedText(_("code to read aloud"), key="case_id")
    file = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the paper that was sent")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=8, choices=SheetAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(name="sheet_by_referral", fields=["referral", "made_at"])]
        constraints = [
            models.CheckConstraint(
                name="sheet_answered_once",
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
            )
        ]
