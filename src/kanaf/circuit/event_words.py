"""What begins and ends a delay, in words: events as nouns, and the facts that make them count."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.circuit.phrases import RISK_NAMES, Table, listed, said
from kanaf.circuit.protocol import When
from kanaf.foundation.events import kinds

EVENTS: Table = {
    "cases.report_received": gettext_lazy("a report arrives"),
    "cases.report_added_to": gettext_lazy("something is added to a report"),
    "cases.report_additions_read": gettext_lazy("what was added is read"),
    "cases.report_triaged": gettext_lazy("it is decided what follows the report"),
    "cases.triage_confirmed": gettext_lazy("a second person confirms that nothing more is needed"),
    "cases.complaint_received": gettext_lazy("a complaint arrives"),
    "cases.complaint_taken": gettext_lazy("somebody takes the complaint in hand"),
    "cases.complaint_answered": gettext_lazy("the complaint is answered"),
    "cases.opened": gettext_lazy("the file is opened"),
    "cases.reopened": gettext_lazy("the file is opened again"),
    "cases.closed": gettext_lazy("the file is closed"),
    "cases.registered": gettext_lazy("the child is registered"),
    "cases.risk_raised": gettext_lazy("the risk rises"),
    "cases.safety_written": gettext_lazy("the safety plan is written"),
    "cases.contact_recorded": gettext_lazy("a contact is recorded"),
    "cases.contact_changed": gettext_lazy("a contact is corrected"),
    "cases.medical_clock_set": gettext_lazy("the moment of the incident is known"),
    "cases.assessment_approved": gettext_lazy("the assessment is approved"),
    "cases.plan_approved": gettext_lazy("the plan is approved"),
    "cases.action_planned": gettext_lazy("an action of the plan is agreed on"),
    "cases.action_finished": gettext_lazy("the action is finished or given up"),
    "referrals.sent": gettext_lazy("a referral is sent"),
    "referrals.received": gettext_lazy("receipt of the referral is acknowledged"),
    "referrals.accepted": gettext_lazy("the referral is accepted"),
    "referrals.declined": gettext_lazy("the referral is declined"),
    "referrals.revoked": gettext_lazy("the referral is taken back"),
    "referrals.expired": gettext_lazy("the referral lapses"),
    "referrals.stop_acknowledged": gettext_lazy("the desk confirms that it uses it no more"),
    "cases.consent_ending": gettext_lazy("a consent comes to its end"),
    "cases.consent_recorded": gettext_lazy("a new answer about consent is written down"),
    "cases.consent_withdrawn": gettext_lazy("consent is taken back"),
    "referrals.decision_made": gettext_lazy("a case conference decides who does what"),
    "referrals.decision_done": gettext_lazy("what it decided is done"),
    "referrals.done": gettext_lazy("what the referral asked is done"),
    "health.requested": gettext_lazy("an examination is asked for"),
    "health.withdrawn": gettext_lazy("the request for an examination is taken back"),
    "health.refused": gettext_lazy("the child does not want the examination"),
    "health.examined": gettext_lazy("the examination is done"),
    "health.limit_answered": gettext_lazy("what was given, or why not, is written down"),
    "health.certificate_issued": gettext_lazy("the certificate is issued"),
    "health.follow_up_planned": gettext_lazy("a medical follow-up is planned"),
    "health.follow_up_moved": gettext_lazy("the medical follow-up moves to another day"),
    "health.follow_up_told": gettext_lazy("what came of the medical follow-up is said"),
    "justice.decision_submitted": gettext_lazy("a decision to report is sent for approval"),
    "justice.decision_approved": gettext_lazy("the decision is approved"),
    "justice.decision_returned": gettext_lazy("the decision is sent back"),
    "justice.report_sent": gettext_lazy("the report to the prosecutor is sent"),
    "justice.report_acknowledged": gettext_lazy("the prosecution acknowledges the report"),
    "justice.inquiry_sent": gettext_lazy("the social inquiry is sent"),
    "justice.inquiry_acknowledged": gettext_lazy("the court acknowledges the inquiry"),
    "justice.requisition_made": gettext_lazy("a requisition is made"),
    "justice.requisition_answered": gettext_lazy("the requisition is answered"),
    "justice.requisition_lapsed": gettext_lazy("the requisition lapses with its procedure"),
    "justice.hearing_set": gettext_lazy("a hearing is set"),
    "justice.hearing_told": gettext_lazy("what came of the hearing is said"),
    "justice.measure_ordered": gettext_lazy("the judge orders a measure"),
    "justice.measure_executed": gettext_lazy("the measure is executed"),
    "justice.measure_reviewed": gettext_lazy("the judge looks at the measure again"),
    "justice.measure_ended": gettext_lazy("the measure ends"),
    "justice.stay_began": gettext_lazy("the child enters a centre"),
    "justice.stay_followed": gettext_lazy("what follows of the stay is told"),
    "justice.step_recorded": gettext_lazy("a step of the procedure"),
    "justice.procedure_closed": gettext_lazy("the procedure is closed"),
}
"""Events as somebody would tell them; of the others, what the journal calls them."""
FACTS: dict[tuple[str, str], str | Promise] = {
    ("is_danger_now", "true"): gettext_lazy("danger now"),
    ("channel", "concern"): gettext_lazy("raised in a session with children"),
    ("decision", "open"): gettext_lazy("a file is opened"),
    ("decision", "join"): gettext_lazy("it joins a file"),
    ("after", "high"): gettext_lazy("to high"),
    ("is_safe_tonight", "false"): gettext_lazy("the child is not safe tonight"),
    ("author_has_access", "true"): gettext_lazy("the alleged author can reach the child"),
    ("after_decision", "true"): gettext_lazy("after the decision"),
    ("by_lead", "true"): gettext_lazy("by the desk that leads the file"),
    ("is_newest", "true"): gettext_lazy("the newest one"),
    ("category", "medical"): gettext_lazy("medical"),
    ("child_seen", "true"): gettext_lazy("the child was seen"),
    ("contact", "first_contact"): gettext_lazy("first contact"),
    ("contact", "home_visit"): gettext_lazy("visit at home"),
    ("contact", "interview"): gettext_lazy("interview"),
    ("contact", "call"): gettext_lazy("telephone call"),
    ("contact", "accompaniment"): gettext_lazy("accompaniment"),
    ("contact", "school_visit"): gettext_lazy("visit at school"),
    ("contact", "post_closure"): gettext_lazy("after the closing"),
    ("is_initial", "true"): gettext_lazy("the first one"),
    ("is_initial", "false"): gettext_lazy("the complete one"),
    ("reason", "consent_withdrawn"): gettext_lazy("consent was taken back"),
    ("reason", "consent_expired"): gettext_lazy("consent came to its end"),
    ("about", "exploitation"): gettext_lazy("exploitation by somebody who works there"),
    ("limit", "pep"): gettext_lazy("preventive treatment against HIV"),
    ("limit", "forensic"): gettext_lazy("forensic samples"),
    ("limit", "contraception"): gettext_lazy("emergency contraception"),
    ("contraception", "true"): gettext_lazy("a pregnancy is possible"),
    ("certificate_wanted", "true"): gettext_lazy("a certificate is to be written"),
    ("choice", "report"): gettext_lazy("to report"),
    ("choice", "not_now"): gettext_lazy("not to report for now"),
    ("urgent", "true"): gettext_lazy("urgent"),
    ("step", "notice_posted"): gettext_lazy("notice of abandonment posted"),
    ("step", "abandoned"): gettext_lazy("abandonment declared"),
    ("step", "kafala_order"): gettext_lazy("kafala order"),
    ("step", "handed_over"): gettext_lazy("child handed over"),
    ("step", "kafala_visit"): gettext_lazy("visit after kafala"),
    ("stay_status", "proposed"): gettext_lazy("orientation proposed"),
    ("stay_status", "discharged"): gettext_lazy("the child left"),
    ("risk", "high"): RISK_NAMES["high"],
    ("risk", "medium"): RISK_NAMES["medium"],
    ("risk", "low"): RISK_NAMES["low"],
}


def event_in_words(name: str) -> str:
    """« the file is opened »; an event that nobody told otherwise, as the journal calls it."""
    if name in EVENTS:
        return str(EVENTS[name])
    kind = kinds.get(name)
    return f"“{kind.label}”" if kind else said({}, name)


def when_in_words(when: When) -> str:
    """The event, and in brackets what makes it count."""
    facts = [
        str(FACTS.get((fact, value), value.replace("_", " ")))
        for fact, values in when.facts.items()
        for value in sorted(values)
    ]
    if not facts:
        return event_in_words(when.on)
    return _("%(event)s (%(facts)s)") % {"event": event_in_words(when.on), "facts": listed(facts)}


def either(whens: tuple[When, ...]) -> list[str]:
    """The ways in which it may happen, each once."""
    return list(dict.fromkeys(when_in_words(when) for when in whens))
