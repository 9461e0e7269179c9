"""Events in words: « le dossier est ouvert », « un contact est noté (l'enfant a été vu) »."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.actors.enums import ServiceCategory
from kanaf.cases.enums import Channel, ComplaintAbout, ContactKind, Decision, Profile, Risk
from kanaf.circuit.event_words import FACTS as TOLD
from kanaf.circuit.event_words import event_in_words
from kanaf.circuit.protocol import About, When
from kanaf.circuit.wording.codes import listed

Labels = Mapping[str, str | Promise]

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
    "reason": gettext_lazy("reason"),
    "limit": gettext_lazy("medical limit"),
    "contraception": gettext_lazy("a pregnancy is possible"),
    "certificate_wanted": gettext_lazy("a certificate is to be written"),
    "choice": gettext_lazy("decision to report"),
    "urgent": gettext_lazy("urgent"),
    "step": gettext_lazy("step"),
    "stay_status": gettext_lazy("stay"),
}
ABOUT: Labels = {
    About.SUBJECT.value: gettext_lazy("each one apart"),
    "referral": gettext_lazy("each referral apart"),
    "replaces": gettext_lazy("each consent apart"),
    "consent": gettext_lazy("each consent apart"),
    "procedure": gettext_lazy("each procedure apart"),
    "request": gettext_lazy("each request apart"),
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
"""Values of vocabularies; the others are told as the poster tells them."""


def when_text(when: When) -> str:
    """One way to begin, to be done or to end."""
    said = event_in_words(when.on)
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
    words = [str(labels.get(value) or _truth(value) or TOLD.get((name, value), value)) for value in sorted(values)]
    return _("%(fact)s: %(values)s") % {"fact": label, "values": listed(words)}


def _truth(value: str) -> str:
    return {"true": _("yes"), "false": _("no")}.get(value, "")


def _risk_text(risk: str) -> str:
    levels = dict(Risk.choices)
    if risk in levels:
        return _("counts as: %(risk)s") % {"risk": levels[risk]}
    if risk == "urgency":
        return _("counts by the urgency of what is asked")
    return _("counts by what the event says (%(name)s)") % {"name": risk}
