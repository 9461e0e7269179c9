"""What the journal can say about the work on a file, from the safety of tonight to closing."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

SAFETY_WRITTEN = event(
    "cases.safety_written",
    _("Wrote the safety plan"),
    keeps=["is_safe_tonight", "author_has_access", "review_on", "review_at"],
)
RISK_RAISED = event("cases.risk_raised", _("Raised the risk"), keeps=["before", "after"])

ASSESSMENT_WRITTEN = event("cases.assessment_written", _("Wrote the assessment"), keeps=["is_initial", "risk"])
ASSESSMENT_SUBMITTED = event(
    "cases.assessment_submitted", _("Sent the assessment for approval"), keeps=["is_initial", "risk"]
)
ASSESSMENT_APPROVED = event("cases.assessment_approved", _("Approved the assessment"), keeps=["is_initial", "risk"])
ASSESSMENT_RETURNED = event("cases.assessment_returned", _("Sent the assessment back"), keeps=["is_initial"])

PLAN_WRITTEN = event("cases.plan_written", _("Wrote the plan"), keeps=["goals", "actions"])
PLAN_SUBMITTED = event("cases.plan_submitted", _("Sent the plan for approval"), keeps=["goals", "actions"])
PLAN_APPROVED = event("cases.plan_approved", _("Approved the plan"), keeps=["actions", "review_at"])
PLAN_RETURNED = event("cases.plan_returned", _("Sent the plan back"))
ACTION_PLANNED = event("cases.action_planned", _("Planned an action"), keeps=["desk_owing", "due_at"])
ACTION_FINISHED = event("cases.action_finished", _("Finished an action of the plan"), keeps=["outcome"])

CONTACT_FACTS = ("contact", "child_seen", "happened_at", "by_lead", "is_newest")
"""``by_lead``: by the desk that follows the file; ``is_newest``: no contact is known after it."""
CONTACT_RECORDED = event("cases.contact_recorded", _("Recorded a contact"), keeps=CONTACT_FACTS)
CONTACT_CHANGED = event("cases.contact_changed", _("Corrected a contact"), keeps=CONTACT_FACTS)
NOTE_ADDED = event("cases.note_added", _("Wrote a note"))
NOTE_CHANGED = event("cases.note_changed", _("Corrected a note"))
ATTACHMENT_ADDED = event("cases.attachment_added", _("Added a document"), keeps=["media_type", "size"])
ATTACHMENT_READ = event("cases.attachment_read", _("Took out a document"), keeps=["media_type"])

STAGE_MOVED = event("cases.stage_moved", _("Moved the file to another stage"), keeps=["before", "after"])
WORKER_ASSIGNED = event("cases.worker_assigned", _("Said who follows the file"), keeps=["before", "after"])

CLOSURE_ASKED = event("cases.closure_asked", _("Asked to close the file"), keeps=["reason"])
CLOSURE_RETURNED = event("cases.closure_returned", _("Sent the closing back"), keeps=["reason"])
CASE_CLOSED = event("cases.closed", _("Closed the file"), keeps=["reason"])
CASE_REOPENED = event("cases.reopened", _("Opened the file again"), keeps=["reason"])
