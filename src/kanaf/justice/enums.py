"""Closed vocabularies of justice."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kanaf.cases.enums import Profile


class Choice(TextChoices):
    REPORT = "report", _("report to the prosecutor")
    NOT_NOW = "not_now", _("do not report for now")


class ChildAgrees(TextChoices):
    AGREES = "agrees", _("the child agrees")
    REFUSES = "refuses", _("the child does not want it")
    NOT_ASKED = "not_asked", _("the child could not be asked")


class SheetKind(TextChoices):
    PROSECUTOR = "prosecutor", _("Report to the prosecutor")
    INQUIRY = "inquiry", _("Social inquiry report")


class SheetStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("a sheet", "being written")
    SENT = "sent", pgettext_lazy("a sheet", "sent")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("a sheet", "receipt acknowledged")


class Topic(TextChoices):
    """What stays off sheets for police and prosecution, unless somebody says why it must be there."""

    PREGNANCY = "pregnancy", _("Pregnancy")
    SEXUAL_HISTORY = "sexual_history", _("Sexual history")
    RESIDENCE = "residence", _("Residence status")


class ProcedureKind(TextChoices):
    VICTIM = "victim", _("Child victim")
    DIFFICULT = "difficult", _("Child in a difficult situation")
    IN_CONFLICT = "in_conflict", _("Child in conflict with the law")
    ABANDONMENT = "abandonment", _("Abandonment and kafala")
    MARRIAGE = "marriage", _("Request to marry a minor")
    OTHER = "other", _("Other procedure")


PROCEDURE_OF = {
    Profile.DIFFICULT: ProcedureKind.DIFFICULT, Profile.STREET: ProcedureKind.DIFFICULT,
    Profile.IN_CONFLICT: ProcedureKind.IN_CONFLICT, Profile.CHILD_MARRIAGE: ProcedureKind.MARRIAGE,
    Profile.ABANDONED: ProcedureKind.ABANDONMENT,
}  # fmt: skip
"""What the registry is proposed for a file of this profile; for every other, a child victim."""


class ProcedureOutcome(TextChoices):
    JUDGED = "judged", _("judged")
    FILED = "filed", _("filed without further action")
    JOINED = "joined", _("joined to another procedure")
    TRANSFERRED = "transferred", _("sent to another court")


class HearingKind(TextChoices):
    HEARING = "hearing", _("Hearing")
    CHILD = "child", _("Hearing of the child")
    JUDGMENT = "judgment", _("Judgment")
    REVIEW = "review", _("Review of a measure")


class HearingStatus(TextChoices):
    SET = "set", pgettext_lazy("a hearing", "set")
    HELD = "held", pgettext_lazy("a hearing", "held")
    MOVED = "moved", pgettext_lazy("a hearing", "moved to another day")
    CANCELLED = "cancelled", pgettext_lazy("a hearing", "cancelled")


class RequisitionKind(TextChoices):
    SOCIAL_INQUIRY = "social_inquiry", _("Social inquiry")
    POLICE_INQUIRY = "police_inquiry", _("Police inquiry")
    MEDICAL = "medical", _("Medical expertise")
    PSYCHOLOGICAL = "psychological", _("Psychological expertise")
    ESCORT = "escort", _("Bring the child to a safe place")
    OTHER = "other", _("Other request")


class StepKind(TextChoices):
    """What the law wants to happen one after the other: kafala (law 15-01), marriage of a minor (family code 19-21)."""

    POLICE_INFORMED = "police_informed", _("Police or local authority informed")
    PLACED = "placed", _("Provisional placement")
    NOTICE_POSTED = "notice_posted", _("Notice of abandonment posted")
    ABANDONED = "abandoned", _("Abandonment declared")
    APPLICATION = "application", _("Application to take the child")
    COMMISSION = "commission", _("Inquiry of the commission")
    KAFALA_ORDER = "kafala_order", _("Kafala order")
    HANDED_OVER = "handed_over", _("Child handed over, minutes drawn")
    KAFALA_VISIT = "kafala_visit", _("Visit after kafala")
    MARRIAGE_REQUEST = "marriage_request", _("Request to marry filed")
    MARRIAGE_EXPERTISE = "marriage_expertise", _("Medical expertise received")
    MARRIAGE_REFUSED = "marriage_refused", _("Marriage refused")
    MARRIAGE_AUTHORISED = "marriage_authorised", _("Marriage authorised")


KAFALA_STEPS = (
    StepKind.POLICE_INFORMED, StepKind.PLACED, StepKind.NOTICE_POSTED, StepKind.ABANDONED, StepKind.APPLICATION,
    StepKind.COMMISSION, StepKind.KAFALA_ORDER, StepKind.HANDED_OVER, StepKind.KAFALA_VISIT,
)  # fmt: skip
MARRIAGE_STEPS = (
    StepKind.MARRIAGE_REQUEST, StepKind.MARRIAGE_EXPERTISE, StepKind.MARRIAGE_REFUSED, StepKind.MARRIAGE_AUTHORISED,
)  # fmt: skip
STEPS_OF = {ProcedureKind.ABANDONMENT: KAFALA_STEPS, ProcedureKind.MARRIAGE: MARRIAGE_STEPS}
"""The steps of a procedure, in their order; other procedures have none."""
DELAY_OF = {StepKind.NOTICE_POSTED: "abandonment_notice", StepKind.KAFALA_ORDER: "kafala_execution"}
"""The steps from which a delay runs, and its key among the settings."""


class MinutesKind(TextChoices):
    POLICE = "police", _("Police minutes")
    HEARING = "hearing", _("Minutes of a hearing")
    HAND_OVER = "hand_over", _("Minutes of handing over")
    EXECUTION = "execution", _("Minutes of execution")


class MeasureKind(TextChoices):
    PLACEMENT = "placement", _("Placement")
    CUSTODY = "custody", _("Provisional custody")
    SUPERVISED = "supervised", _("Supervised freedom")
    ENTRUSTED = "entrusted", _("Entrusted to a trustworthy person")
    HOME = "home", _("Back to the family")
    NO_CONTACT = "no_contact", _("No contact with the child")
    OTHER = "other", _("Other measure")


class Until(TextChoices):
    """When a measure ends. « At majority » has no date here: it would tell the birth date."""

    DATE = "date", _("until a date")
    MAJORITY = "majority", _("until majority")
    DECISION = "decision", _("until another decision")


class MeasureStatus(TextChoices):
    ORDERED = "ordered", pgettext_lazy("a measure", "ordered, not yet executed")
    IN_FORCE = "in_force", pgettext_lazy("a measure", "executed, in force")
    ENDED = "ended", pgettext_lazy("a measure", "ended")


class EndReason(TextChoices):
    TERM = "term", _("its time is over")
    LIFTED = "lifted", _("lifted by the judge")
    REPLACED = "replaced", _("replaced by another measure")
    MAJORITY = "majority", _("majority")


class ReviewOutcome(TextChoices):
    KEPT = "kept", _("maintained")
    CHANGED = "changed", _("changed")
    LIFTED = "lifted", _("lifted")


class StayStatus(TextChoices):
    ADMITTED = "admitted", pgettext_lazy("a stay", "admitted")
    OBSERVED = "observed", pgettext_lazy("a stay", "in observation")
    PROPOSED = "proposed", pgettext_lazy("a stay", "orientation proposed")
    DISCHARGED = "discharged", pgettext_lazy("a stay", "left")


class Orientation(TextChoices):
    HOME = "home", _("Back to the family")
    RELATIVE = "relative", _("To a relative or a trustworthy person")
    STAY = "stay", _("Stay in the centre")
    OTHER_CENTRE = "other_centre", _("Another centre")
    TRAINING = "training", _("School or training, with boarding")
    KAFALA = "kafala", _("Kafala")
