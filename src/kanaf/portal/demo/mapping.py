"""The mapping of the demonstration: hours and agreements, three campaigns, one of them in its workshops."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kanaf.actors import access as actors
from kanaf.actors import services as directory
from kanaf.actors.enums import AgreementStatus
from kanaf.actors.models import Agreement, Schedule, Service, ServiceCapacity
from kanaf.cases.models import Case
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.mapping.access.workshops import get_answerable
from kanaf.mapping.enums import ProspectStatus, WorkshopKind
from kanaf.mapping.models import Campaign, Prospect
from kanaf.mapping.services import campaigns, interviews, workshops
from kanaf.portal.demo.world import World
from kanaf.referrals.enums import ReferralStatus
from kanaf.referrals.models import Referral
from kanaf.territory import access as territory

TOLD = Path(__file__).parent / "mapping.json"
STAGES = "123456"
Told = Mapping[str, Any]


def draw_all(made: World, now: datetime) -> int:
    """Hours and agreements first, then every campaign through its own services; how many."""
    told = json.loads(TOLD.read_text(encoding="utf-8"))
    with transaction.atomic(), acting_as(SystemActor.DEMO.value):
        for slug, lines in told["hours"].items():
            _hours(slug, lines)
        for slug, facts in told["facts"].items():
            _facts(slug, facts, now.date())
        for slug in told["full"]:
            _full(slug, now.date())
    for agreement in told["agreements"]:
        _agree(made, agreement, now)
    with transaction.atomic():
        _past(made, told["referrals"], now)
    for one in told["campaigns"]:
        with transaction.atomic():
            Play(made, one, now).play()
    return len(told["campaigns"])


def _services(desk: str) -> Any:
    return Service.objects.filter(desk__slug=desk)


def _hours(slug: str, lines: list[list[str]]) -> None:
    for service in _services(slug):
        for period, days, opens, closes in lines:
            Schedule.objects.create(
                service=service,
                period=period,
                byday=days.split(),
                opens_at=time.fromisoformat(opens),
                closes_at=time.fromisoformat(closes),
            )


def _facts(slug: str, facts: Told, today: date) -> None:
    for service in _services(slug):
        service.minimum_age = facts.get("minimum_age", service.minimum_age)
        service.maximum_age = facts.get("maximum_age", service.maximum_age)
        if "verified_days" in facts:
            service.last_verified_on = today - timedelta(days=facts["verified_days"])
        service.save()


def _full(slug: str, today: date) -> None:
    for service in _services(slug):
        ServiceCapacity.objects.create(service=service, unit="beds", available=0, maximum=12, updated=today)


def _agree(made: World, told: Told, now: datetime) -> None:
    editor = made.accounts["privacy@demo.kanaf.example"]
    signed = now.date() + timedelta(days=told["signed"])
    with transaction.atomic(), acting_as(editor.id):
        agreement = directory.record_agreement(
            actor=actors.actor_of(editor.id, now),
            title=told["title"],
            title_ar=told["ar"],
            reference="",
            parties=[made.desks[slug].organisation for slug in told["parties"]],
            status=AgreementStatus.SIGNED,
            signed_on=signed,
            starts_on=signed,
            ends_on=None,
            at=now,
        )
    Agreement.objects.filter(pk=agreement.pk).update(is_demo=True)


def _past(made: World, told: list[list[Any]], now: datetime) -> None:
    """Referrals of former months, all answered: written by the owner, on files that were open then."""
    until = timezone.localtime(now).replace(day=1, hour=0, minute=0) - timedelta(days=4)
    files = Case.objects.filter(is_demo=True, opened_at__lt=until).order_by("opened_at", "id")
    for turn, (sender, recipient, category, days, is_declined) in enumerate(told):
        led = list(files.filter(lead_desk=made.desks[sender]))
        if not led:
            continue
        case = led[turn % len(led)]
        sent = max(case.opened_at, until - timedelta(days=60 - turn)) + timedelta(hours=turn)
        sent = min(sent, until)
        Referral.objects.create(
            case=case,
            case_code=case.code,
            desk_from=made.desks[sender],
            desk_to=made.desks[recipient],
            category=category,
            compartments=["core"],
            urgency="low",
            message="Suite donnée en son temps (fictif)",
            status=ReferralStatus.DECLINED if is_declined else ReferralStatus.DONE,
            decline_reason="no_capacity" if is_declined else "",
            result="" if is_declined else "given",
            sent_by=SystemActor.DEMO.value,
            sent_at=sent,
            answer_due_at=sent + timedelta(days=3),
            answered_at=sent + timedelta(days=days),
            done_at=None if is_declined else sent + timedelta(days=days + 5),
            is_demo=True,
        )


@dataclass
class Play:
    """One campaign, played by whoever keeps it, its team and its actors."""

    made: World
    told: Told
    now: datetime
    actors: dict[str, Prospect] = field(default_factory=dict)

    def act(self, who: str, verb: Any, *, at: datetime | None = None, **how: Any) -> Any:
        account = self.made.accounts[f"{who}@demo.kanaf.example"]
        with acting_as(account.id):
            return verb(actor=actors.actor_of(account.id, self.now), at=at or self.now, **how)

    def moment(self, distance: int) -> datetime:
        return self.now + timedelta(days=distance)

    def day(self, distance: int) -> date:
        return timezone.localtime(self.moment(distance)).date()

    @property
    def titles(self) -> campaigns.Titles:
        return campaigns.Titles(self.told["fr"], self.told["ar"], self.told["en"])

    def play(self) -> None:
        began = self.moment(self.told["first"])
        campaign = self.act(
            self.told["by"],
            campaigns.open_campaign,
            desk=self.made.desks[self.told["desk"]],
            place=territory.place_by_code(self.told["place"]),
            titles=self.titles,
            first_day=self.day(self.told["first"]),
            last_day=self.day(self.told["last"]),
            dispositif=self.told["circuit"],
            at=began,
            is_demo=True,
        )
        for name in self.told["team"]:
            account = self.made.accounts[f"{name}@demo.kanaf.example"]
            self.act(self.told["by"], campaigns.join_team, campaign=campaign.id, account=account, at=began)
        for actor in self.told["actors"]:
            self.meet(campaign, actor, began)
        for interview in self.told["interviews"]:
            self.interview(interview)
        self.roles(campaign)
        self.move(campaign)
        self.services(campaign)

    def meet(self, campaign: Campaign, told: Told, at: datetime) -> None:
        desk = self.made.desks.get(told.get("desk", ""))
        who = self.made.accounts.get(f"{told.get('who')}@demo.kanaf.example")
        wanted = campaigns.Wanted(
            organisation=desk.organisation_id if desk else None,
            name=told.get("name", ""),
            kind=told["kind"],
            contact=told["contact"],
            why=told["why"],
            need=told.get("need", ""),
            assigned_to=who.id if who else None,
        )
        prospect = self.act(self.told["by"], campaigns.add_prospect, campaign=campaign.id, wanted=wanted, at=at)
        if told.get("status", ProspectStatus.TO_CONTACT) != ProspectStatus.TO_CONTACT:
            prospect = self.act(
                self.told["by"],
                campaigns.change_prospect,
                prospect=prospect,
                status=told["status"],
                organisation=None,
                contact=wanted.contact,
                why=wanted.why,
                assigned_to=wanted.assigned_to,
                seen="1",
                at=at + timedelta(days=10),
            )
        self.actors[told["key"]] = prospect

    def interview(self, told: Told) -> None:
        answers = {**told["answers"], **told.get("directory", {})}
        if slug := answers.get("s1_service"):
            answers["s1_service"] = str(Service.objects.get(slug=slug).pk)
        kept = self.act(
            told["by"],
            interviews.keep,
            prospect=self.actors[told["actor"]],
            met_on=self.day(told["day"]),
            spoke_with=told["spoke"],
            answers=answers,
            seen="1",
            at=self.moment(told["day"]),
        )
        if told.get("propose"):
            self.act(told["by"], interviews.propose, interview=kept, language="fr")

    def hold(self, campaign: Campaign, kind: WorkshopKind, told: Told) -> Any:
        return self.act(
            self.told["by"],
            workshops.hold,
            campaign=campaign.id,
            kind=kind,
            held_on=self.day(told["day"]),
            where=told["where"],
            came={self.actors[key].pk: who for key, who in told["came"].items()},
            at=self.moment(told["day"]),
        )

    def roles(self, campaign: Campaign) -> None:
        told = self.told.get("roles")
        if not told:
            return
        workshop = self.hold(campaign, WorkshopKind.ROLES, told)
        for speaker, said in [*told["says"].items(), (None, told["room"])]:
            self.act(
                self.told["by"],
                workshops.say_roles,
                workshop=workshop,
                said_by=self.actors[speaker].pk if speaker else None,
                parts=self.parts(said),
                at=self.moment(told["day"]),
            )

    def parts(self, said: Mapping[str, str]) -> dict[tuple[UUID, str], str]:
        return {
            (self.actors[about].pk, stage): part
            for about, words in said.items()
            for stage, part in zip(STAGES, words.split(), strict=True)
        }

    def move(self, campaign: Campaign) -> None:
        campaign.refresh_from_db()
        self.act(
            self.told["by"],
            campaigns.change_campaign,
            campaign=campaign.id,
            titles=self.titles,
            first_day=campaign.first_day,
            last_day=campaign.last_day,
            status=self.told["status"],
            seen="1",
        )

    def services(self, campaign: Campaign) -> None:
        told = self.told.get("services")
        if not told:
            return
        workshop = self.hold(campaign, WorkshopKind.SERVICES, told)
        campaign.refresh_from_db()
        for answer in told["answers"]:
            self.answer(campaign, workshop, answer, self.moment(told["day"]))

    def answer(self, campaign: Campaign, workshop: Any, told: Told, at: datetime) -> None:
        account = self.made.accounts[f"{told['by']}@demo.kanaf.example"]
        service = Service.objects.get(slug=told["service"])
        with acting_as(account.id):
            _file, found = get_answerable(actors.actor_of(account.id, self.now), campaign.id, service.pk)
        given = self.act(
            told["by"],
            workshops.answer,
            campaign=campaign,
            answered=found,
            verdict=told["verdict"],
            spoke=told.get("spoke", ""),
            digest=found.digest,
            workshop=workshop,
            at=at,
        )
        if "carry" in told:
            self.act(told["carry"], workshops.carry, validation=given, at=at + timedelta(days=1))
