"""The file page: is this child safe, who leads, what is next, what happened, who sees what and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases.access import people, work
from kanaf.cases.enums import Stage
from kanaf.cases.models import (
    Contact,
    Note,
    SafetyPlan,
)
from kanaf.cases.policies import (
    OpenFile,
    can_approve_some,
    can_follow,
    can_identify,
    can_read,
    can_reopen,
    can_work_socially,
)
from kanaf.cases.waiting import Waiting
from kanaf.circuit import access as circuit
from kanaf.circuit.policies import can_move
from kanaf.foundation import words
from kanaf.foundation.events import kinds
from kanaf.grants import access as grants
from kanaf.grants.enums import EMERGENCY, Compartment, Level, Reason
from kanaf.grants.models import Grant
from kanaf.health import access as health
from kanaf.health.policies import can_see_health
from kanaf.health.showing import Line, lines
from kanaf.journal import access as journal
from kanaf.journal.models import Entry
from kanaf.justice.policies import can_see_justice
from kanaf.portal import duties
from kanaf.portal.answers import Answers, answers
from kanaf.portal.desks import Row
from kanaf.referrals import access as referrals
from kanaf.referrals.enums import ReferralStatus
from kanaf.referrals.models import Referral

QUIET_KINDS = (
    "cases.read",
    "cases.emergency_read",
    "grants.access_granted",
    "grants.access_offered",
    "grants.access_taken",
    "grants.access_ended",
    "grants.person_linked",
    "persons.registered",
    "persons.searched",
    "cases.assessment_written",
    "cases.plan_written",
    "cases.medical_clock_set",
)
"""What the timeline leaves to « who sees what » and to the list of what is due."""

MOST_SHOWN = 12

SEALED_PARTS = [c for c in Compartment if c != Compartment.CORE]


@dataclass(frozen=True)
class Step:
    """One of the six official steps."""

    label: str
    state: str


@dataclass(frozen=True)
class Moment:
    """One entry of the timeline."""

    at: datetime
    title: str
    who: str


@dataclass(frozen=True)
class Sight:
    """What one desk sees of the file, why, and until when."""

    desk: str
    parts: str
    why: str
    until: datetime | None


@dataclass(frozen=True)
class Hidden:
    """A part that this reader may not open, and who can: so that nobody thinks the file is empty."""

    part: str
    desks: str


def steps(stage: str) -> list[Step]:
    """The official steps, the present one marked."""
    return [Step(str(s.label), _state(s.value, stage)) for s in Stage]


def _state(step: str, present: str) -> str:
    if step == present:
        return "current"
    return "done" if step < present else "todo"


def due_rows(actor: Actor, file: OpenFile, waiting: list[Waiting]) -> list[Row]:
    """What waits on this file, whoever owes it, the most urgent first."""
    others = actors.desks_by_id({owed.desk_id for owed in waiting if owed.desk_id} - {file.case.lead_desk_id})
    return [_due_row(actor, owed, file, others, is_main=index == 0) for index, owed in enumerate(waiting)]


def _due_row(actor: Actor, owed: Waiting, file: OpenFile, others: Mapping[UUID, Desk], *, is_main: bool) -> Row:
    duty, other = duties.duty_of(owed), others.get(owed.desk_id) if owed.desk_id else None
    title = f"{owed.title} · {desk_name(other)}" if other else owed.title
    can_act = duty.route != "portal:show_file" and _may_act(actor, owed, file)
    return Row(
        due=owed.due_at,
        title=title,
        action_url=duties.url_of(owed) if can_act else "",
        action_label=str(duty.action),
        risk="",
        code="",
        person="",
        is_main=is_main,
    )


def _may_act(actor: Actor, owed: Waiting, file: OpenFile) -> bool:
    """Whether this reader is the one who does it: in justice the desk that owes it, elsewhere who works on the file."""
    duty = duties.duty_of(owed)
    if duty.part == Compartment.JUDICIAL:
        return file.writes(duty.part) and owed.desk_id in actor.desk_ids
    if duty.aim == "both":
        return file.writes(duty.part)
    return file.writes(duty.part) and owed.desk_id in {None, file.case.lead_desk_id}


def history(file: OpenFile, *, most: int = MOST_SHOWN) -> list[Moment]:
    """What happened, newest first, in words; what the reader may not know is not there."""
    naming = {"who": actors.name_of(OuterRef("actor"))}
    return _moments(journal.entries_of(file.case.id, without=QUIET_KINDS, most=most, also=naming))


def _moments(entries: list[Entry]) -> list[Moment]:
    return [
        Moment(entry.at, str(kind.label), vars(entry)["who"] or "")
        for entry in entries
        if (kind := kinds.get(entry.kind))
    ]


def sights(given_now: Iterable[Grant]) -> list[Sight]:
    """Who can see what and why, one line a desk and reason."""
    by_key: dict[tuple[UUID, str], list[Grant]] = {}
    for grant in given_now:
        by_key.setdefault((grant.desk_id, grant.reason), []).append(grant)
    return [
        Sight(
            desk=desk_name(given[0].desk),
            parts=_parts_in_words([g.compartment for g in given]),
            why=str(Reason(reason).label),
            until=given[0].valid.upper,
        )
        for (_desk, reason), given in by_key.items()
    ]


def _parts_in_words(parts: list[str]) -> str:
    if len(set(parts)) == len(Compartment):
        return _("the whole file")
    if EMERGENCY in parts:
        return _("where the file stands, identities and the safety plan, for one person")
    return _(", ").join(str(Compartment(part).label) for part in dict.fromkeys(parts))


def hidden(file: OpenFile, given_now: Iterable[Grant]) -> list[Hidden]:
    """The parts closed to this reader, with the desks that work in them."""
    holders: dict[str, list[str]] = {}
    for grant in given_now:
        if grant.level == Level.WRITE:
            holders.setdefault(grant.compartment, []).append(desk_name(grant.desk))
    return [
        Hidden(str(part.label), _(", ").join(dict.fromkeys(holders.get(part, []))))
        for part in SEALED_PARTS
        if not file.reads(part)
    ]


def medical_limits(file: OpenFile, now: datetime) -> list[Line]:
    """What runs from the facts, or passed unanswered: shown to everybody who may open the file."""
    if file.case.medical_from is None:
        return []
    limits = health.limits_of(file.case, now)
    return lines(limits) if any(limit.is_running or limit.is_passed for limit in limits) else []


@dataclass(frozen=True)
class Act:
    """One thing that the reader may do next."""

    label: str
    url: str


def acts(actor: Actor, file: OpenFile, *, follows_another: bool) -> list[Act]:
    """The ways on from the file, for whoever may write in it."""
    ways = [
        (can_identify, _("People around the child"), "cases:show_people"),
        (can_work_socially, _("Safety plan"), "cases:write_safety"),
        (can_work_socially, _("Record what happened"), "cases:list_incidents"),
        (can_work_socially, _("Consent"), "cases:list_consents"),
        (can_work_socially, _("Assessment"), "cases:write_assessment"),
        (can_work_socially, _("Plan"), "cases:write_plan"),
        (can_work_socially, _("Record a contact"), "cases:record_contact"),
        (can_note, _("Add a note"), "cases:add_note"),
        (can_see_documents, _("Documents"), "cases:list_attachments"),
        (can_follow, _("Refer to a service"), "referrals:send"),
        (can_see_justice, _("Justice"), "justice:show_file"),
        (can_see_health, _("Health"), "health:show_file"),
        (can_read, _("Case conferences"), "referrals:list_conferences"),
        (can_follow, _("Transfer to another territory"), "referrals:transfer"),
        (can_follow, _("Move to another step"), "cases:move_stage"),
        (can_follow, _("Change who follows the file"), "cases:assign_worker"),
        (can_follow, _("Close the file"), "cases:close_file"),
        (can_reopen, _("Open the file again"), "cases:reopen_file"),
    ]
    if follows_another:
        ways.append((can_move, _("Follow the version of the protocol in force"), "circuit:move_file"))
    return [Act(label, reverse(route, args=[file.case.id])) for may, label, route in ways if may(actor, file)]


def can_note(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes in any sealed part of an open file."""
    return actor.is_active and file.case.is_open and any(file.writes(part) for part in SEALED_PARTS)


def can_see_documents(actor: Actor, file: OpenFile) -> bool:
    """Whoever reads any sealed part."""
    return actor.is_active and any(file.reads(part) for part in SEALED_PARTS)


def reads_until(actor: Actor, file: OpenFile, given_now: Iterable[Grant]) -> datetime | None:
    """When a file that our desk handed over closes to it; ``None`` for whoever reads it by another right."""
    ours = [g for g in given_now if g.desk_id in actor.desk_ids and g.reason != Reason.BREAK_GLASS]
    if any(grant.reason != Reason.SUMMARY for grant in ours) or file.case.lead_desk_id in actor.desk_ids:
        return None
    return max((grant.valid.upper for grant in ours if grant.valid.upper), default=None)


@dataclass(frozen=True)
class FilePage:
    """Everything the file page shows."""

    name: str
    who: str
    steps: list[Step]
    due: list[Row]
    history: list[Moment]
    sights: list[Sight]
    hidden: list[Hidden]
    limits: list[Line]
    acts: list[Act]
    referrals: list[Referral]
    safety: SafetyPlan | None
    standing: Mapping[str, work.Standing]
    contacts: list[Contact]
    notes: list[Note]
    may_approve: bool
    writes: frozenset[str]
    desks: frozenset[UUID]
    worker: str
    reads_until: datetime | None
    answers: Answers

    @property
    def sealed_parts(self) -> set[str]:
        """The sealed parts out of which something is shown."""
        shown = {Compartment.IDENTITY.value, Compartment.SOCIAL.value}
        return shown.union(contact.compartment for contact in self.contacts).union(n.compartment for n in self.notes)


def file_page(actor: Actor, file: OpenFile, now: datetime) -> FilePage:
    """Gather the page of a file already opened for the actor; closed parts come back empty."""
    case = file.case
    main = people.main_party(file)
    given_now = grants.grants_on(case.id, now)
    naming = {"who": actors.name_of(OuterRef("actor")), "led_by": actors.name_of(Value(case.worker, UUIDField()))}
    entries = journal.entries_of(case.id, without=QUIET_KINDS, most=MOST_SHOWN, also=naming)
    waiting, follows_another = circuit.standing_of(case.id, case.lead_desk_id)
    contacts, notes = work.contacts_and_notes(file)
    sent = referrals.of_case(actor, case.id)
    return FilePage(
        name=main.person.name if main else "",
        who=words.person_text(case.sex, years=case.age, is_estimate=case.is_age_estimated),
        steps=steps(case.stage),
        due=due_rows(actor, file, waiting),
        history=_moments(entries),
        sights=sights(given_now),
        hidden=hidden(file, given_now),
        limits=medical_limits(file, now),
        acts=acts(actor, file, follows_another=follows_another),
        referrals=sent,
        safety=work.current_safety(file),
        standing=work.standings(file),
        contacts=contacts,
        notes=notes,
        may_approve=can_approve_some(actor, file),
        writes=frozenset(part for part in file.parts if file.writes(part) and case.is_open),
        desks=actor.desk_ids,
        worker=next((vars(entry)["led_by"] or "" for entry in entries), ""),
        reads_until=reads_until(actor, file, given_now),
        answers=answers(actor, file, now, may_be_stopped=any(r.status == ReferralStatus.REVOKED for r in sent)),
    )
