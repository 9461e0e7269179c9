"""The life of a hand-over, of a sheet on paper, and of a meeting about one file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralKind(TextChoices):
    SERVICE = "service", _("asks for a service; we keep the lead")
    HANDOVER = "handover", _("hands the whole file over")
    TRANSFER = "transfer", _("transfers the file to another territory")


WHOLE = (ReferralKind.HANDOVER, ReferralKind.TRANSFER)
"""The kinds that move the lead once they are accepted."""


class ReferralStatus(TextChoices):
    SENT = "sent", pgettext_lazy("a referral", "sent")
    RECEIVED = "received", pgettext_lazy("a referral", "received")
    ASKED = "asked", pgettext_lazy("a referral", "question asked")
    ACCEPTED = "accepted", pgettext_lazy("a referral", "accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("a referral", "in progress")
    DECLINED = "declined", pgettext_lazy("a referral", "declined")
    DONE = "done", pgettext_lazy("a referral", "done")
    NOT_ATTENDED = "not_attended", pgettext_lazy("a referral", "not attended")
    REVOKED = "revoked", pgettext_lazy("a referral", "revoked")
    EXPIRED = "expired", pgettext_lazy("a referral", "expired")


WAITING = (ReferralStatus.SENT, ReferralStatus.RECEIVED, ReferralStatus.ASKED)
IN_HAND = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)
ENDED_BADLY = (
    ReferralStatus.DECLINED,
    ReferralStatus.NOT_ATTENDED,
    ReferralStatus.EXPIRED,
)
"""Nobody gives the service: another desk is to be found."""


class Result(TextChoices):
    """What came of a referral, as a code that figures may count."""

    GIVEN = "given", _("the service was given")
    PARTLY = "partly", _("the service was given in part")
    PASSED_ON = "passed_on", _("the child was sent on to another service")
    NOT_NEEDED = "not_needed", _("the need was gone")


class TransferReason(TextChoices):
    FAMILY_MOVED = "family_moved", _("the family moves")
    PLACED_ELSEWHERE = "placed_elsewhere", _("the child is placed in another territory")
    COURT = "court", _("a court decided so")
    NEARER = "nearer", _("the other team is nearer to the child")


class SheetAnswer(TextChoices):
    """What somebody without an account may say through the link of a sheet."""

    RECEIVED = "received", _("we have received it")
    ACCEPTED = "accepted", _("we can take this")
    DECLINED = "declined", _("we cannot take this")


class CopiesKept(TextChoices):
    """What became of the copies and papers of a sharing that was taken back."""

    NONE = "none", _("we had kept nothing")
    DESTROYED = "destroyed", _("we destroyed our copies and papers")
    BY_LAW = "by_law", _("the law makes us keep our own record; we use nothing else")


class ConferenceStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("a case conference", "planned")
    HELD = "held", pgettext_lazy("a case conference", "held")
    CANCELLED = "cancelled", pgettext_lazy("a case conference", "cancelled")
