"""A report in words: what its pages and its line in the list say."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.actors.actor import Actor
from kanaf.actors.naming import desk_name
from kanaf.cases import access, policies
from kanaf.cases.enums import Decision
from kanaf.cases.forms.triage import DANGER, MEDICAL
from kanaf.cases.policies import OpenReport
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.cases.access.reports import Opened
    from kanaf.cases.models import Report, Triage
    from kanaf.cases.waiting import Waiting


def row(actor: Actor, report: "Report", waiting: "Waiting | None") -> dict[str, Any]:
    """One line of the list; a report that waits says by when, one that was decided says what."""
    triage: Triage | None = getattr(report, "triage", None)
    return {
        "report": report,
        "due_at": waiting.due_at if waiting else None,
        "title": _("Report %(reference)s") % {"reference": report.reference},
        "details": " · ".join(_details(report)),
        "beneath": "",
        "risk": "high" if report.is_danger_now else "",
        "url": reverse("cases:read_report", kwargs={"report_id": report.id}),
        "action": _("Read and decide") if report.desk_id in actor.desk_ids else _("Read"),
        "decision": Decision(triage.decision).label if triage else "",
        "why": _("No further action proposed: waits for a second person.") if _waits(triage) else "",
    }


def _waits(triage: "Triage | None") -> bool:
    """Whether « no further action » still needs its second person."""
    return triage is not None and triage.decision == Decision.NO_ACTION and not triage.confirmed_by


def _details(report: "Report") -> Iterator[str]:
    yield str(report.get_channel_display())
    if report.place:
        yield report.place.full_name
    if report.children > 1:
        yield ngettext("%(count)s child", "%(count)s children", report.children) % {"count": report.children}
    if report.is_danger_now:
        yield _("said to be in danger now")


def of_report(actor: Actor, file: OpenReport) -> dict[str, Any]:
    """Everything the page of a report shows; journals that it was read."""
    opened = access.read_report(file)
    triage = opened.triage
    waits = _waits(triage)
    return {
        "report": file.report,
        "desk": desk_name(file.report.desk),
        "is_ours": file.report.desk_id in actor.desk_ids,
        "facts": list(_facts(file)),
        "told": list(_told(file, opened)),
        "contact": list(_contact(file, opened)),
        "additions": opened.additions,
        "additions_wait": access.additions_wait(file) and policies.can_triage(actor, file),
        "deadline": access.waiting_on([file.report.id]).get(file.report.id),
        "triage": triage,
        "decision": list(_decision(triage)) if triage else [],
        "files": access.files_opened(actor, triage) if triage else [],
        "waits_for_second": waits,
        "may_confirm": bool(
            waits and triage and policies.can_confirm_triage(actor, file, decided_by=triage.decided_by)
        ),
    }


def _facts(file: OpenReport) -> Iterator[dict[str, Any]]:
    report = file.report
    yield {"label": _("How it came"), "value": report.get_channel_display()}
    yield {"label": _("Who tells it"), "value": report.get_reporter_kind_display()}
    yield {"label": _("Place"), "value": report.place.full_name if report.place else _("not known")}
    yield {"label": _("How many children"), "value": report.children}
    yield {"label": _("Desk in charge"), "value": desk_name(report.desk)}


def _told(file: OpenReport, opened: "Opened") -> Iterator[dict[str, Any]]:
    labels = {
        "what": _("What was told or seen"), "where": _("Where exactly"), "who": _("Who the child is"),
        "author": _("Who does it, as far as known"),
    }  # fmt: skip
    if not file.reads("social") or opened.statement is None:
        yield {"label": labels["what"], "sealed": _("Social part: not open to you.")}
        return
    for name, label in labels.items():
        if value := getattr(opened.statement, name):
            yield {"label": label, "value": value}


def _contact(file: OpenReport, opened: "Opened") -> Iterator[dict[str, Any]]:
    labels = {
        "name": _("Name"), "phone": _("Telephone"), "phone_seen_by": _("Who else sees it"),
        "when": _("When to call"), "never_say": _("Never say"),
    }  # fmt: skip
    if not file.reads("identity") or opened.contact is None:
        yield {"label": labels["name"], "sealed": _("Identity part: not open to you.")}
        return
    for name, label in labels.items():
        if value := getattr(opened.contact, name):
            yield {"label": label, "value": value}


def _decision(triage: "Triage") -> Iterator[dict[str, Any]]:
    yield {"label": _("Decision"), "value": triage.get_decision_display()}
    yield {"label": _("Urgency"), "value": triage.get_urgency_display()}
    if triage.reason:
        yield {"label": _("Reason"), "value": territory.label_of("no_action_reason", triage.reason)}
    if triage.concerns:
        yield {"label": _("Screening"), "value": ", ".join(concern(code) for code in triage.concerns)}
    if triage.remark:
        yield {"label": _("Remark"), "value": triage.remark}
    yield {"label": _("Decided by"), "value": access.name_of(triage.decided_by)}
    if triage.confirmed_by:
        yield {"label": _("Confirmed by"), "value": access.name_of(triage.confirmed_by)}


def concern(code: str) -> str:
    """A code of the screening in words."""
    ours = {DANGER: _("in danger right now"), MEDICAL: _("doctor needed within 72 hours")}
    return ours.get(code) or territory.label_of("protection_concern", code)
