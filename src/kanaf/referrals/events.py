"""What the journal can say about hand-overs, transfers, sheets on paper and case conferences."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

ABOUT = ("referral", "category", "urgency", "desk_to")

REFERRAL_SENT = event(
    "referrals.sent",
    _("Sent a referral"),
    keeps=["referral", "desk_to", "kind", "category", "compartments", "urgency", "answer_due_at", "follows"],
)
REFERRAL_BLOCKED = event("referrals.blocked", _("A referral was blocked: no consent"), keeps=["desk_to", "category"])
REFERRAL_RECEIVED = event("referrals.received", _("Received the referral"), keeps=ABOUT)
QUESTION_ASKED = event("referrals.question_asked", _("Asked a question before answering"), keeps=ABOUT)
QUESTION_ANSWERED = event("referrals.question_answered", _("Answered the question"), keeps=ABOUT)
REFERRAL_ACCEPTED = event("referrals.accepted", _("Accepted the referral"), keeps=[*ABOUT, "kind"])
REFERRAL_DECLINED = event("referrals.declined", _("Declined the referral"), keeps=[*ABOUT, "reason"])
REFERRAL_REASSIGNED = event("referrals.reassigned", _("Gave the referral to a colleague"), keeps=[*ABOUT, "to"])
REFERRAL_STARTED = event("referrals.started", _("Began what the referral asked"), keeps=ABOUT)
REFERRAL_DONE = event("referrals.done", _("Finished what the referral asked"), keeps=[*ABOUT, "outcome"])
REFERRAL_NOT_ATTENDED = event("referrals.not_attended", _("The child did not come"), keeps=ABOUT)
REFERRAL_REVOKED = event("referrals.revoked", _("Took the referral back"), keeps=[*ABOUT, "reason"])
REFERRAL_EXPIRED = event("referrals.expired", _("The referral lapsed: nobody answered"), keeps=ABOUT)

STOP_ACKNOWLEDGED = event(
    "referrals.stop_acknowledged",
    _("Confirmed that what was taken back is used no more"),
    keeps=["referral", "desk_to", "copies", "by_telephone"],
)

FILE_TRANSFERRED = event(
    "referrals.transferred",
    _("The file passed to another territory"),
    keeps=["referral", "desk_from", "desk_to", "reason", "access_until"],
)

SHEET_MADE = event("referrals.sheet_made", _("Made a referral sheet on paper"), keeps=[*ABOUT, "sheet", "expires_at"])
SHEET_WITHDRAWN = event(
    "referrals.sheet_withdrawn", _("Closed the link of a referral sheet"), keeps=["referral", "sheet"]
)
SHEET_ANSWERED = event(
    "referrals.sheet_answered",
    _("A partner answered a referral sheet"),
    keeps=["referral", "sheet", "desk_to", "answer"],
)

CONFERENCE_CALLED = event(
    "referrals.conference_called", _("Called a case conference"), keeps=["conference", "desks", "planned_at"]
)
CONFERENCE_MOVED = event(
    "referrals.conference_moved", _("Moved a case conference to another day"), keeps=["conference", "planned_at"]
)
CONFERENCE_CANCELLED = event("referrals.conference_cancelled", _("Cancelled a case conference"), keeps=["conference"])
CONFERENCE_HELD = event(
    "referrals.conference_held", _("Held a case conference"), keeps=["conference", "desks", "absent"]
)
MINUTES_WRITTEN = event("referrals.minutes_written", _("Wrote the minutes of a case conference"), keeps=["conference"])
DECISION_MADE = event(
    "referrals.decision_made",
    _("The case conference decided who does what"),
    keeps=["conference", "decision", "desk_owing", "due_at"],
)
DECISION_DONE = event(
    "referrals.decision_done", _("Did what the case conference decided"), keeps=["conference", "decision", "desk_owing"]
)
