"""The words of codes: who owes, who is told, what goes along, how children come in. An unknown code stays itself."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.actors.enums import DeskKind, ServiceCategory
from kanaf.cases.enums import Channel, Profile, Risk
from kanaf.circuit.enums import HandoverDocument
from kanaf.circuit.protocol import Clock

Labels = Mapping[str, str | Promise]

OWNERS: Labels = {
    "lead": gettext_lazy("the desk that leads the file"),
    "desk": gettext_lazy("the desk where it happened"),
    "desk_to": gettext_lazy("the desk that is asked"),
    "desk_owing": gettext_lazy("the desk that promised it"),
    "desk_centre": gettext_lazy("the centre where the child stays"),
    "desk_in_charge": gettext_lazy("the desk in charge of the report"),
    "handled_by": gettext_lazy("the desk that handles the complaint"),
}
RECIPIENTS: Labels = {
    "duty": gettext_lazy("the person on duty"),
    "cover": gettext_lazy("whoever covers an absence"),
    "coordinator": gettext_lazy("the coordinator of the desk"),
    "supervisor": gettext_lazy("the supervisor"),
    "committee_chair": gettext_lazy("the chair of the committee"),
}
CLOCKS: Labels = {
    Clock.CONTINUOUS.value: gettext_lazy("counted without a stop, by day and by night"),
    Clock.WORKING.value: gettext_lazy("counted in working days; without a stop for a high risk"),
}
MOMENTS: Labels = {
    "counted_from": gettext_lazy("counted from the facts"),
    "happened_at": gettext_lazy("counted from the moment it happened"),
    "due_at": gettext_lazy("due on the day agreed on"),
    "review_at": gettext_lazy("due on the day agreed on"),
    "holds_until": gettext_lazy("due on the day on which it ends"),
}
DESK_KINDS: Labels = dict(DeskKind.choices)
SERVICES: Labels = dict(ServiceCategory.choices)
CHANNELS: Labels = dict(Channel.choices)
PROFILES: Labels = dict(Profile.choices)
RISKS: Labels = dict(Risk.choices)
DOCUMENTS: Labels = dict(HandoverDocument.choices)


def said(labels: Labels, code: str) -> str:
    """The words of a code, or the code itself."""
    return str(labels.get(code, code))


def listed(words: Iterable[str]) -> str:
    """Several things, one after the other."""
    return _(", ").join(words)


def owner_text(owner: str) -> str:
    """Who owes it; a kept value that we have no words for is named."""
    return said(OWNERS, owner) if owner in OWNERS else _("the desk that the event names (%(name)s)") % {"name": owner}


def counted_text(name: str) -> str:
    """From when a delay is counted, when it is not from the event itself."""
    if name in MOMENTS:
        return said(MOMENTS, name)
    return _("counted from the moment that the event states (%(name)s)") % {"name": name}
