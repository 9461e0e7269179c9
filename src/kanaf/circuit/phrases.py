"""A protocol in words, in the language that is active: delays, who owes, what goes along, who is told of silence."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from kanaf.actors.enums import DeskKind, ServiceCategory
from kanaf.cases.enums import Channel
from kanaf.circuit.delay_words import DAYS_FROM, MINUTE
from kanaf.circuit.protocol import DAY, HOUR, Clock, ObligationRule, Owner, Protocol, Text

Table = Mapping[str, str | Promise]

RISK_NAMES: Table = {
    "high": pgettext_lazy("risk", "high"),
    "medium": pgettext_lazy("risk", "medium"),
    "low": pgettext_lazy("risk", "low"),
}
OWNERS: Table = {
    Owner.LEAD.value: gettext_lazy("the desk that leads the file"),
    Owner.EVENT_DESK.value: gettext_lazy("the desk where it happened"),
    "desk_to": gettext_lazy("the desk that is asked"),
    "desk_from": gettext_lazy("the desk that asked"),
    "desk_owing": gettext_lazy("the desk that was named"),
    "desk_centre": gettext_lazy("the centre where the child stays"),
}
RUNGS: Table = {
    "duty": gettext_lazy("the person on duty"),
    "cover": gettext_lazy("whoever covers an absence"),
    "coordinator": gettext_lazy("the coordinator of the desk"),
    "supervisor": gettext_lazy("the supervisor"),
    "committee_chair": gettext_lazy("the chair of the committee"),
}
DOCUMENTS: Table = {
    "report": gettext_lazy("report of the situation"),
    "referral_sheet": gettext_lazy("referral sheet"),
    "consent": gettext_lazy("consent"),
    "examination_date": gettext_lazy("date of the examination"),
    "medical_certificate": gettext_lazy("medical certificate"),
    "prosecutor_report": gettext_lazy("the report to the prosecutor"),
    "best_interests_note": gettext_lazy("note on the best interests"),
    "safety_plan": gettext_lazy("safety plan"),
    "police_minutes": gettext_lazy("police minutes"),
    "requisition": gettext_lazy("requisition"),
    "judicial_decision": gettext_lazy("judicial decision"),
    "social_inquiry": gettext_lazy("social inquiry"),
    "observation_report": gettext_lazy("observation report"),
    "orientation_proposal": gettext_lazy("orientation proposal"),
    "summary": gettext_lazy("summary of the file"),
    "assessment": gettext_lazy("assessment"),
    "plan": gettext_lazy("individual plan"),
    "transfer_request": gettext_lazy("transfer request"),
}
"""Documents that a hand-over names. A protocol may name others: they are then shown as they are written."""


def said(table: Table, key: str) -> str:
    """The words of a key; one that nobody described is shown as it is written."""
    return str(table[key]) if key in table else key.replace("_", " ")


def here(text: Text) -> str:
    """A protocol's own words in the active language."""
    return text.said_in((get_language() or "fr")[:2])


def desk_kind(key: str, protocol: Protocol) -> str:
    """A kind of desk as the protocol calls it where it is a door, else as the directory does."""
    named = {door.key: here(door.name) for door in protocol.doors}
    return named.get(key) or said(dict(DeskKind.choices), key)


def channels(keys: Iterable[str]) -> str:
    return listed(said(dict(Channel.choices), key) for key in keys)


def services(keys: Iterable[str]) -> str:
    return listed(said(dict(ServiceCategory.choices), key).lower() for key in keys)


def documents(keys: Iterable[str]) -> str:
    return listed(said(DOCUMENTS, key) for key in keys)


def listed(words: Iterable[str]) -> str:
    """Things one after the other, with the comma of the language."""
    return pgettext("between two things of a list", ", ").join(words)


def sentence(words: str) -> str:
    """The first letter as at the beginning of a sentence; Arabic has only one."""
    return words[:1].upper() + words[1:]


def delay(seconds: int) -> str:
    """« 72 h », « 14 jours » : in days from a week on, as the texts are written; nothing after a day agreed on."""
    if not seconds:
        return _("on the day agreed on")
    if seconds % DAY == 0 and seconds >= DAYS_FROM:
        return ngettext("%(count)d day", "%(count)d days", seconds // DAY) % {"count": seconds // DAY}
    if seconds % HOUR == 0:
        return ngettext("%(count)d h", "%(count)d h", seconds // HOUR) % {"count": seconds // HOUR}
    if seconds % MINUTE == 0:
        return ngettext("%(count)d min", "%(count)d min", seconds // MINUTE) % {"count": seconds // MINUTE}
    return ngettext("%(count)d s", "%(count)d s", seconds) % {"count": seconds}


def short_delay(seconds: int) -> str:
    """The same where there is little room: « 14 j »."""
    if seconds % DAY == 0 and seconds >= DAYS_FROM:
        days = npgettext("in little room", "%(count)d d", "%(count)d d", seconds // DAY)
        return days % {"count": seconds // DAY}
    return delay(seconds)


def owner(rule: ObligationRule) -> str:
    return said(OWNERS, rule.owner)


def is_same_for_all(rule: ObligationRule) -> bool:
    """Whether the risk changes nothing to the delay."""
    return len(set(rule.delays.values())) == 1


def stops(rule: ObligationRule) -> bool:
    """Whether some delay of the rule rests on days that are not worked: that of a high risk never does."""
    return rule.clock == Clock.WORKING and set(rule.delays) != {"high"}


def delays_in_words(rule: ObligationRule) -> str:
    """« 24 h (risque élevé), 72 h (risque moyen), 7 jours (risque faible) »."""
    if is_same_for_all(rule):
        return delay(next(iter(rule.delays.values())))
    each = (
        _("%(delay)s (%(risk)s risk)") % {"delay": delay(seconds), "risk": said(RISK_NAMES, risk)}
        for risk, seconds in rule.delays.items()
    )
    return listed(each)


def clock_in_words(rule: ObligationRule) -> str:
    return _("in working time; never stops for a high risk") if stops(rule) else _("day and night, every day")


def rung_in_words(after: int, tell: str) -> str:
    """« 4 h avant : la personne de permanence »."""
    who = said(RUNGS, tell)
    if after == 0:
        return _("when it is due: %(who)s") % {"who": who}
    text = _("%(delay)s before: %(who)s") if after < 0 else _("%(delay)s after: %(who)s")
    return text % {"delay": delay(abs(after)), "who": who}


def project_note(protocol: Protocol) -> str:
    """How much of it still waits for somebody's yes."""
    waiting, of = len(protocol.unconfirmed), len(protocol.obligations)
    said_so = ngettext(
        "%(waiting)d delay of %(of)d still to be confirmed by the committee.",
        "%(waiting)d delays of %(of)d still to be confirmed by the committee.",
        waiting,
    )
    return said_so % {"waiting": waiting, "of": of}
