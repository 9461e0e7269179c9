"""What the journal can say about health: kinds, desks, days and moments; never a finding, a number or a word."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

REQUESTED = event(
    "health.requested",
    _("Asked for an examination"),
    keeps=["examination", "urgency", "desk_to", "due_at", "requisition"],
)
WITHDRAWN = event("health.withdrawn", _("Took back the request for an examination"), keeps=["request"])
BOOKED = event("health.booked", _("Gave an appointment for an examination"), keeps=["request", "booked_for"])
VISIT_TOLD = event("health.visit_told", _("Said what came of an appointment"), keeps=["request", "outcome"])
REFUSED = event("health.refused", _("Recorded that the child does not want the examination"), keeps=["request"])
EXAMINED = event(
    "health.examined",
    _("Recorded that the examination was done"),
    keeps=["request", "certificate_wanted", "examination"],
)
FINDINGS_WRITTEN = event("health.findings_written", _("Wrote findings"), keeps=["request"])
LIMIT_ANSWERED = event("health.limit_answered", _("Answered a medical limit"), keeps=["limit", "outcome"])
CERTIFICATE_ISSUED = event(
    "health.certificate_issued", _("Issued a medical certificate"), keeps=["request", "certificate_kind", "is_free"]
)
COPY_HANDED = event("health.copy_handed", _("Handed a certificate over"), keeps=["request", "handed_to"])
FOLLOW_UP_PLANNED = event(
    "health.follow_up_planned", _("Planned a medical follow-up"), keeps=["request", "follow_up", "due_at"]
)
FOLLOW_UP_MOVED = event(
    "health.follow_up_moved", _("Moved a medical follow-up"), keeps=["request", "follow_up", "due_at"]
)
FOLLOW_UP_TOLD = event(
    "health.follow_up_told", _("Said what came of a medical follow-up"), keeps=["request", "follow_up", "outcome"]
)
REGISTER_TAKEN = event("health.register_taken", _("Printed the register of certificates"), keeps=["form"])
