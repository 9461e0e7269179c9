"""A little of everything between desks: a question, a refusal and the next desk, two meetings, a sheet on paper."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.models import Phone
from kanaf.foundation import words
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.portal.demo.play import TOWNS
from kanaf.portal.demo.world import World
from kanaf.referrals import services, services_steps
from kanaf.referrals.conferences import services as conferences
from kanaf.referrals.enums import ReferralKind, ReferralStatus
from kanaf.referrals.models import Referral
from kanaf.referrals.sheets import services as sheets

NUMBERS = {"hopital-tanger": "0539 00 00 11", "hopital-sale": "0537 00 00 11", "ecoute-sale": "0537 00 00 12"}
TOWN: dict[str, Any] = TOWNS["tanger"]


def enrich(world: World, now: datetime) -> None:
    """Played after the stories, on the files of one town."""
    with acting_as(SystemActor.DEMO.value):
        for slug, number in NUMBERS.items():
            if slug in world.desks:
                Phone.objects.get_or_create(organisation=world.desks[slug].organisation, number=number)
    asked = _referrals(world, ReferralStatus.SENT)
    scenes: list[Callable[[World, datetime, Referral], None]] = [_question, _refusal, _sheet]
    for scene, referral in zip(scenes, asked, strict=False):
        scene(world, now, referral)
    for place, referral in enumerate(_referrals(world, ReferralStatus.ACCEPTED)[:2]):
        _meeting(world, now, referral, is_held=place == 0)


def _referrals(world: World, status: ReferralStatus) -> list[Referral]:
    """The owner's own look: those that the town asked of desks with somebody in the play."""
    played = Referral.objects.filter(
        desk_from=world.desks[TOWN["desk"]], kind=ReferralKind.SERVICE, status=status, is_demo=True
    )
    return list(played.select_related("desk_to").order_by("sent_at", "id"))


def _as(world: World, email: str, now: datetime, step: Callable[[Actor], Any]) -> None:
    account = world.accounts[email]
    with acting_as(account.id):
        step(actor_of(account.id, now))


def _partner(referral: Referral) -> str:
    """Who answers at the asked desk."""
    hospital, listening = TOWN["hospital"], TOWN["listening"]
    return str(hospital[1] if referral.desk_to.slug == hospital[0] else listening[1])


def _question(world: World, now: datetime, referral: Referral) -> None:
    at = min(now, referral.sent_at + timedelta(hours=1))
    _as(world, _partner(referral), now, lambda actor: services_steps.ask(
        actor=actor, referral=referral, question="L'enfant peut-il venir seul ? (fictif)", at=at,
    ))  # fmt: skip


def _refusal(world: World, now: datetime, referral: Referral) -> None:
    at = min(now, referral.sent_at + timedelta(hours=1))
    _as(world, _partner(referral), now, lambda actor: services.decline(
        actor=actor, referral=referral, reason="no_capacity", answer="Complet jusqu'à la fin du mois. (fictif)", at=at,
    ))  # fmt: skip


def _sheet(world: World, now: datetime, referral: Referral) -> None:
    _as(world, str(TOWN["worker"]), now, lambda actor: sheets.make(
        actor=actor, referral=referral, language="fr", address=lambda link: f"http://localhost:8000/fr/r/{link}/",
        at=now, is_demo=True,
    ))  # fmt: skip


def _meeting(world: World, now: datetime, referral: Referral, *, is_held: bool) -> None:
    """Round a file that the asked desk already knows: the child and the family agreed to that."""
    day = timedelta(days=1)
    morning = words.local(now).replace(hour=10, minute=0, second=0, microsecond=0)
    planned = morning - day if is_held else morning + 2 * day

    def call(actor: Actor) -> None:
        at = now - 3 * day if is_held else now
        called = conferences.call(
            actor=actor, case=referral.case_id, desks=[referral.desk_to], planned_at=planned,
            where="Salle de réunion de l'UPE (fictif)", agenda="Ce qui va mieux, ce qui manque, la suite. (fictif)",
            at=at, is_demo=True,
        )  # fmt: skip
        if is_held:
            _hold(actor, called.id, referral, planned, now)

    _as(world, str(TOWN["worker"]), now, call)


def _hold(actor: Actor, conference: Any, referral: Referral, planned: datetime, now: datetime) -> None:
    conferences.hold(
        actor=actor, conference=conference, came=[referral.desk_from_id, referral.desk_to_id], held_at=planned, at=now
    )
    conferences.write_minutes(
        actor=actor, conference=conference, compartment="social", text="La tante est présente et coopère. (fictif)",
        seen=None, at=now,
    )  # fmt: skip
    for desk, text, days in (
        (referral.desk_to_id, "Proposer un rendez-vous par semaine. (fictif)", 7),
        (referral.desk_from_id, "Rencontrer l'école avant le prochain point. (fictif)", 14),
    ):
        conferences.decide(
            actor=actor, conference=conference, desk=desk, text=text, due_at=now + timedelta(days=days), at=now
        )
