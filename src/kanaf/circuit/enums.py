"""The states of a protocol version, what goes along at a hand-over, and why a file changes its version."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionStatus(TextChoices):
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("read by the committee")
    APPROVED = "approved", _("waiting for signatures")
    PUBLISHED = "published", _("in force")
    SUPERSEDED = "superseded", _("replaced by a newer version")
    WITHDRAWN = "withdrawn", pgettext_lazy("a version", "withdrawn")


SHOWN = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)
"""What applies, or applied: everybody may read it."""
IN_PREPARATION = (VersionStatus.DRAFT, VersionStatus.REVIEW, VersionStatus.APPROVED)
"""What may still come into force: one at a time in a dispositif, so that nobody's changes undo another's."""


class Decision(TextChoices):
    APPROVED = "approved", _("Approve: the members may sign")
    RETURNED = "returned", _("Send back to whoever wrote it, with a reason")


class HandoverDocument(TextChoices):
    """What protocols ask to hand over; a code that is not here is shown as it is written."""

    REPORT = "report", _("the report")
    REFERRAL_SHEET = "referral_sheet", _("the referral sheet")
    CONSENT = "consent", _("the consent, or why it is not needed")
    SUMMARY = "summary", _("the summary of the file")
    TRANSFER_REQUEST = "transfer_request", _("the request for transfer")
    ASSESSMENT = "assessment", _("the assessment")
    PLAN = "plan", _("the individual plan")
    SAFETY_PLAN = "safety_plan", _("the safety plan")
    BEST_INTERESTS_NOTE = "best_interests_note", _("the note on the child's best interests")
    PROSECUTOR_REPORT = "prosecutor_report", _("the report to the prosecutor")
    POLICE_MINUTES = "police_minutes", _("the police minutes")
    REQUISITION = "requisition", _("the prosecutor's requisition")
    JUDICIAL_DECISION = "judicial_decision", _("the judge's decision")
    SOCIAL_INQUIRY = "social_inquiry", _("the social inquiry")
    EXAMINATION_DATE = "examination_date", _("the date of the examination")
    MEDICAL_CERTIFICATE = "medical_certificate", _("the medical certificate")
    OBSERVATION_REPORT = "observation_report", _("the observation report")
    ORIENTATION_PROPOSAL = "orientation_proposal", _("the proposal of orientation")


class MoveReason(TextChoices):
    """Why a file under way leaves the version that it began under."""

    DECIDED = "decided", _("The committee decided that files under way change too")
    LAW = "law", _("A law or a circular asks it")
    MISTAKE = "mistake", _("The older version holds a mistake")
    CHILD = "child", _("The newer version protects this child better")
    TERRITORY = "territory", _("The file came from another territory")


class Rung(TextChoices):
    """Whom silence tells, from the person on duty upwards; a rung where nobody stands tells the next one."""

    DUTY = "duty", _("person on duty")
    COVER = "cover", _("absence cover")
    COORDINATOR = "coordinator", _("desk coordinator")
    SUPERVISOR = "supervisor", _("supervisor")
    COMMITTEE_CHAIR = "committee_chair", _("committee chair")
    ANYBODY = "anybody", _("anybody of the desk")
