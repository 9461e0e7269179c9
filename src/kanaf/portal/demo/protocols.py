"""A version on its way: written, approved, and waiting for two signatures; another one just begun elsewhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kanaf.actors.access import actor_of
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.services import deciding, drafting
from kanaf.foundation.context import acting_as
from kanaf.portal.demo.world import World

SHORTER = ("delays: {high: 24 h, medium: 72 h, low: 7 d}", "delays: {high: 12 h, medium: 48 h, low: 7 d}")
"""The committee of Tanger wants the child seen sooner (fictional)."""
RULE = "- key: first_contact"
MEMBERS = ("upe-tanger", "parquet-tanger", "coordination-tanger")


def play(world: World, now: datetime) -> None:
    """Hicham writes, Latifa approves, the prosecution has signed; Driss has begun to write for Salé."""
    tanger = _begin(world, "hicham@demo.kanaf.example", "tanger", now - timedelta(days=12))
    _write(world, "hicham@demo.kanaf.example", tanger, _shorter(tanger.text), now - timedelta(days=11))
    members = [world.desks[slug].organisation_id for slug in MEMBERS]
    _act(world, "hicham@demo.kanaf.example", tanger.id, drafting.submit, now - timedelta(days=10), members=members)
    _act(world, "coordination@demo.kanaf.example", tanger.id, deciding.approve, now - timedelta(days=6), remark="")
    prosecution = world.desks["parquet-tanger"].organisation_id
    _act(
        world, "naciri@demo.kanaf.example", tanger.id, deciding.sign, now - timedelta(days=4), organisation=prosecution
    )
    sale = _begin(world, "driss@demo.kanaf.example", "sale", now - timedelta(days=2))
    _write(world, "driss@demo.kanaf.example", sale, sale.text.replace("clock: working", "clock: worked", 1), now)


def _shorter(text: str) -> str:
    """The delays of the first contact, and of nothing else."""
    before, rule, after = text.partition(RULE)
    return before + rule + after.replace(*SHORTER, 1)


def _begin(world: World, email: str, dispositif: str, at: datetime) -> ProtocolVersion:
    in_force = ProtocolVersion.objects.get(dispositif=dispositif, status="published")
    account = world.accounts[email]
    with acting_as(account.id):
        actor = actor_of(account.id, at)
        return drafting.start_draft(actor=actor, version=in_force.id, at=at, is_demo=True)


def _write(world: World, email: str, version: ProtocolVersion, text: str, at: datetime) -> None:
    _act(world, email, version.id, drafting.write_text, at, text=text)


def _act(world: World, email: str, version: UUID, service: Callable[..., Any], at: datetime, **given: Any) -> None:
    """One step, on the version as it stands."""
    account = world.accounts[email]
    with acting_as(account.id):
        actor = actor_of(account.id, at)
        seen = str(ProtocolVersion.objects.get(pk=version).version)
        service(actor=actor, version=version, seen=seen, at=at, **given)
