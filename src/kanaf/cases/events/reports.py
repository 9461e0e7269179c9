"""What the journal can say about reports, their triage, and complaints."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

REPORT_RECEIVED = event(
    "cases.report_received",
    _("Received the report"),
    keeps=["channel", "reporter", "is_danger_now", "risk", "children", "desk_in_charge", "read_before"],
)
REPORT_READ = event("cases.report_read", _("Read the report"), keeps=["compartments"])
REPORT_ADDED_TO = event("cases.report_added_to", _("Something was added to the report"), keeps=["after_decision"])
ADDITIONS_READ = event("cases.report_additions_read", _("Read what was added to the report"))
REPORT_PASSED = event("cases.report_passed", _("Passed the report on"), keeps=["desk_from", "desk_to"])
REPORT_TRIAGED = event(
    "cases.report_triaged",
    _("Decided about the report"),
    keeps=["urgency", "decision", "reason", "file_opened", "concerns"],
)
REPORT_JOINED = event("cases.report_joined", _("Joined a report to the file"), keeps=["report"])
TRIAGE_CONFIRMED = event("cases.triage_confirmed", _("Confirmed that the report needs no further action"))
TRIAGE_SENT_BACK = event("cases.triage_sent_back", _("Sent the decision about the report back"))

COMPLAINT_RECEIVED = event(
    "cases.complaint_received",
    _("Received the complaint"),
    keeps=["about", "desk_concerned", "handled_by", "answer_before"],
)
COMPLAINT_READ = event("cases.complaint_read", _("Read the complaint"))
COMPLAINT_TAKEN = event("cases.complaint_taken", _("Took the complaint in hand"))
COMPLAINT_PASSED = event("cases.complaint_passed", _("Passed the complaint on"), keeps=["desk_from", "desk_to"])
COMPLAINT_ANSWERED = event("cases.complaint_answered", _("Answered the complaint"))
