"""What the journal can say about justice: kinds, desks, days and moments; never a number, a name or a word."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

DECISION_WRITTEN = event("justice.decision_written", _("Wrote the decision to report"), keeps=["choice", "urgent"])
DECISION_SUBMITTED = event(
    "justice.decision_submitted", _("Sent the decision to report for approval"), keeps=["choice", "urgent"]
)
DECISION_APPROVED = event("justice.decision_approved", _("Approved the decision to report"), keeps=["choice", "urgent"])
DECISION_RETURNED = event("justice.decision_returned", _("Sent the decision to report back"), keeps=["choice"])

SHEET_WRITTEN = event("justice.sheet_prepared", _("Wrote a sheet for justice"), keeps=["sheet_kind"])
TOPICS_JUSTIFIED = event(
    "justice.topics_justified", _("Said why a sheet speaks of what stays off it"), keeps=["topics"]
)
REPORT_SENT = event("justice.report_sent", _("Reported to the prosecutor"), keeps=["desk_to", "urgent"])
REPORT_ACKNOWLEDGED = event(
    "justice.report_acknowledged",
    _("Acknowledged the report, with its register number"),
    keeps=["desk_to", "procedure"],
)
INQUIRY_SENT = event("justice.inquiry_sent", _("Sent the social inquiry report"), keeps=["desk_to", "requisition"])
INQUIRY_ACKNOWLEDGED = event(
    "justice.inquiry_acknowledged", _("Acknowledged the social inquiry report"), keeps=["desk_to"]
)
SHEET_TAKEN = event("justice.sheet_taken", _("Took out a sheet for justice"), keeps=["form"])

PROCEDURE_OPENED = event("justice.procedure_opened", _("Opened a procedure"), keeps=["procedure_kind", "desk_court"])
PROCEDURE_CLOSED = event("justice.procedure_closed", _("Closed a procedure"), keeps=["outcome"])
DESK_CALLED = event("justice.desk_called", _("The court opened the file to a desk"), keeps=["procedure", "desk_to"])
REQUISITION_MADE = event(
    "justice.requisition_made",
    _("Made a requisition"),
    keeps=["requisition_kind", "desk_to", "due_at", "counted_from", "procedure"],
)
REQUISITION_ANSWERED = event(
    "justice.requisition_answered", _("Answered a requisition"), keeps=["requisition_kind", "procedure"]
)
REQUISITION_LAPSED = event(
    "justice.requisition_lapsed",
    _("A requisition lapsed with its procedure"),
    keeps=["requisition_kind", "procedure"],
)
HEARING_SET = event(
    "justice.hearing_set",
    _("Set a hearing"),
    keeps=["hearing_kind", "at_day", "counted_from", "desk_court", "desk_owing", "procedure"],
)
HEARING_TOLD = event(
    "justice.hearing_told",
    _("Said what came of a hearing"),
    keeps=["hearing_kind", "outcome", "at_day", "child_heard", "procedure"],
)
STEP_RECORDED = event(
    "justice.step_recorded",
    _("Recorded a step of the procedure"),
    keeps=["step", "procedure", "counted_from", "due_on", "due_at"],
)
MINUTES_RECEIVED = event(
    "justice.minutes_received", _("Received minutes"), keeps=["minutes_kind", "procedure", "interviews"]
)

MEASURE_ORDERED = event(
    "justice.measure_ordered",
    _("Recorded a measure"),
    keeps=[
        "measure_kind",
        "until",
        "review_at",
        "review_from",
        "due_at",
        "ends_at",
        "desk_owing",
        "counted_from",
        "procedure",
    ],
)
MEASURE_EXECUTED = event("justice.measure_executed", _("Recorded the execution of a measure"), keeps=["measure_kind"])
MEASURE_REVIEWED = event(
    "justice.measure_reviewed",
    _("Recorded the review of a measure"),
    keeps=["measure_kind", "outcome", "review_at", "review_from", "due_at", "desk_owing", "child_heard"],
)
MEASURE_ENDED = event("justice.measure_ended", _("Recorded the end of a measure"), keeps=["measure_kind", "reason"])

STAY_BEGAN = event("justice.stay_began", _("Recorded an admission to a centre"), keeps=["desk_centre", "measure"])
STAY_FOLLOWED = event(
    "justice.stay_followed", _("Recorded what follows of a stay"), keeps=["stay_status", "orientation", "desk_centre"]
)

FEED_MADE = event("justice.feed_made", _("Made a calendar address"))
FEED_REVOKED = event("justice.feed_revoked", _("Took a calendar address back"))
