"""A file of one desk, a desk that is asked, one elsewhere, and somebody at each."""

from typing import Any

from kanaf.actors.enums import DeskKind, Role
from kanaf.foundation import clock
from kanaf.referrals import services
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.models import Referral
from kanaf.referrals.services_transfers import Request
from tests import world
from tests.support import as_actor


class Play:
    """Consent is tried in its own tests: nobody has said anything against sharing here."""

    def __init__(self) -> None:
        self.desk, self.hospital = world.make_desk(), world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
        self.other = world.make_desk(prefix="SAL")
        self.worker, self.doctor = world.make_worker(self.desk), world.make_worker(self.hospital, Role.DOCTOR)
        self.taker, self.chief = world.make_worker(self.other), world.make_worker(self.other, Role.DESK_COORDINATOR)
        self.case = world.make_case(self.worker, self.desk)

    def send(
        self, kind: ReferralKind = ReferralKind.SERVICE, desk: Any = None, account: Any = None, **more: Any
    ) -> Referral:
        account = account or self.worker
        told = {
            "category": "medical", "service": None, "compartments": ["identity", "medical"], "urgency": "high",
            "message": "Un examen (fictif)", "at": clock.now(), **more,
        }  # fmt: skip
        if kind == ReferralKind.TRANSFER:
            told.setdefault("transfer", Request("family_moved", "Ce que nous avons fait (fictif)"))
        with as_actor(account):
            to = desk or (self.hospital if kind == ReferralKind.SERVICE else self.other)
            return services.send(actor=world.actor(account), case=self.case.id, desk_to=to, kind=kind, **told)

    def do(self, account: Any, verb: Any, referral: Referral, **more: Any) -> Any:
        with as_actor(account):
            return verb(actor=world.actor(account), referral=referral, at=clock.now(), **more)


def agree_to_everything(monkeypatch: Any) -> None:
    """Let every desk be asked, as if the child and the family had said yes to each."""
    from kanaf.cases.policies_consent import Answer

    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=True, why=""))
