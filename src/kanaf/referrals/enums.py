"""The life of a hand-over."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralKind(TextChoices):
    SERVICE = "service", _("asks for a service; we keep the lead")
    HANDOVER = "handover", _("hands the whole file over")


class ReferralStatus(TextChoices):
    SENT = "sent", pgettext_lazy("a referral", "sent")
    RECEIVED = "received", pgettext_lazy("a referral", "received")
    ACCEPTED = "accepted", pgettext_lazy("a referral", "accepted")
    DECLINED = "declined", pgettext_lazy("a referral", "declined")
    DONE = "done", pgettext_lazy("a referral", "done")
    REVOKED = "revoked", pgettext_lazy("a referral", "revoked")


WAITING = (ReferralStatus.SENT, ReferralStatus.RECEIVED)
