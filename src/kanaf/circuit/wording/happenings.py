"""Events in words: « le dossier est ouvert », « un contact est noté (l'enfant a été vu) »."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.actors.enums import ServiceCategory
from kanaf.cases.enums import Channel, ComplaintAbout, ContactKind, Decision, Profile, Risk
from kanaf.circuit.protocol import About, When
from kanaf.circuit.wording.codes import listed
from kanaf.foundation.events import kinds

Labels = Mapping[str, str | Promise]

EVENTS: Labels = {
    "cases.report_received": gettext_lazy("a report is received"),
    "cases.report_added_to": gettext_lazy("something is added to the report"),
    "cases.report_additions_read": gettext_lazy("what was added is read"),
    "cases.report_triaged": gettext_lazy("the report is triaged"),
    "cases.triage_confirmed": gettext_lazy("the triage is confirmed by a second person"),
    "cases.opened": gettext_lazy("the file is opened"),
    "cases.reopened": gettext_lazy("the file is opened again"),
    "cases.closed": gettext_lazy("the file is closed"),
    "cases.registered": gettext_lazy("the child is registered"),
    "cases.risk_raised": gettext_lazy("the risk is raised"),
    "cases.safety_written": gettext_lazy("a safety plan is written"),
    "cases.contact_recorded": gettext_lazy("a contact is recorded"),
    "cases.contact_changed": gettext_lazy("a contact is corrected"),
    "cases.medical_clock_set": gettext_lazy("the hour of the facts is known"),
    "cases.assessment_approved": gettext_lazy("an assessment is approved"),
    "cases.plan_approved": gettext_lazy("a plan is approved"),
    "cases.action_planned": gettext_lazy("an action of the plan is agreed on"),
    "cases.action_finished": gettext_lazy("an action of the plan is finished"),
    "cases.complaint_received": gettext_lazy("a complaint is received"),
    "cases.complaint_taken": gettext_lazy("somebody takes the complaint in hand"),
    "cases.complaint_answered": gettext_lazy("the complaint is answered"),
    "referrals.sent": gettext_lazy("a referral is sent"),
    "referrals.received": gettext_lazy("receipt of the referral is acknowledged"),
    "referrals.accepted": gettext_lazy("the referral is accepted"),
    "referrals.declined": gettext_lazy("the referral is declined"),
    "referrals.revoked": gettext_lazy("the referral is taken back"),
    "referrals.done": gettext_lazy("what the referral asked is done"),
}
FACTS: Labels = {
    "after": gettext_lazy("new risk"),
    "risk": gettext_lazy("risk"),
    "profile": gettext_lazy("profile"),
    "about": gettext_lazy("about"),
    "contact": gettext_lazy("kind of contact"),
    "child_seen": gettext_lazy("the child was seen"),
    "is_initial": gettext_lazy("first assessment"),
    "is_safe_tonight": gettext_lazy("safe tonight"),
    "author_has_access": gettext_lazy("the alleged author has access"),
    "is_danger_now": gettext_lazy("danger now"),
    "after_decision": gettext_lazy("after the decision"),
    "is_newest": gettext_lazy("the newest one"),
    "by_lead": gettext_lazy("by the leading desk"),
    "channel": gettext_lazy("way in"),
    "decision": gettext_lazy("decision"),
    "category": gettext_lazy("service"),
}
ABOUT: Labels = {
    About.SUBJECT.value: gettext_lazy("each one apart"),
    "referral": gettext_lazy("each referral apart"),
}
VALUES: Mapping[str, Labels] = {
    "after": dict(Risk.choices),
    "risk": dict(Risk.choices),
    "profile": dict(Profile.choices),
    "about": dict(ComplaintAbout.choices),
    "contact": dict(ContactKind.choices),
    "channel": dict(Channel.choices),
    "decision": dict(Decision.choices),
    "category": dict(ServiceCategory.choices),
}


def event_text(name: str) -> str:
    """What happens, in words; the words of the journal for an event that we have none for."""
    if name in EVENTS:
        return str(EVENTS[name])
    kind = kinds.get(name)
    return f"« {kind.label} »" if kind else name


def when_text(when: When) -> str:
    """One way to begin, to be done or to end."""
    said = event_text(when.on)
    conditions = [_fact_text(name, values) for name, values in sorted(when.facts.items())]
    if when.risk:
        conditions.append(_risk_text(when.risk))
    if when.about != About.FILE:
        conditions.append(_each(when.about))
    if not conditions:
        return said
    return _("%(event)s (%(conditions)s)") % {"event": said, "conditions": _("; ").join(conditions)}


def whens_text(whens: Iterable[When]) -> list[str]:
    return [when_text(when) for when in whens]


def _each(about: str) -> str:
    return str(ABOUT[about]) if about in ABOUT else _("each apart (%(name)s)") % {"name": about}


def _fact_text(name: str, values: frozenset[str]) -> str:
    label = str(FACTS.get(name, name))
    labels = VALUES.get(name, {})
    words = [str(labels.get(value, _truth(value))) for value in sorted(values)]
    return _("%(fact)s: %(values)s") % {"fact": label, "values": listed(words)}


def _truth(value: str) -> str:
    return {"true": _("yes"), "false": _("no")}.get(value, value)


def _risk_text(risk: str) -> str:
    levels = dict(Risk.choices)
    if risk in levels:
        return _("counts as: %(risk)s") % {"risk": levels[risk]}
    if risk == "urgency":
        return _("counts by the urgency of what is asked")
    return _("counts by what the event says (%(name)s)") % {"name": risk}
