"""What the journal can say about hand-overs."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

REFERRAL_SENT = event(
    "referrals.sent",
    _("Sent a referral"),
    keeps=["referral", "desk_to", "kind", "category", "compartments", "urgency", "answer_due_at"],
)
REFERRAL_BLOCKED = event("referrals.blocked", _("A referral was blocked: no consent"), keeps=["desk_to", "category"])
REFERRAL_RECEIVED = event("referrals.received", _("Received the referral"), keeps=["referral"])
REFERRAL_ACCEPTED = event("referrals.accepted", _("Accepted the referral"), keeps=["referral", "kind"])
REFERRAL_DECLINED = event(
    "referrals.declined", _("Declined the referral"), keeps=["referral", "reason", "urgency", "category"]
)
REFERRAL_DONE = event("referrals.done", _("Finished what the referral asked"), keeps=["referral", "category"])
REFERRAL_REVOKED = event("referrals.revoked", _("Took the referral back"), keeps=["referral", "reason"])
