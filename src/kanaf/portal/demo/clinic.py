"""The hospital of Tanger at work: children to see before a limit, appointments, certificates to write, dates to come."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kanaf.actors.access import actor_of
from kanaf.cases.enums import CaseStatus, ConsentPurpose, HappenedPrecision, PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.services import consents, incidents
from kanaf.foundation import words
from kanaf.foundation.context import acting_as
from kanaf.health.models import Request
from kanaf.health.services import care, certificates, requests
from kanaf.portal.demo.world import World
from kanaf.referrals import services as referrals
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.models import Referral
from kanaf.territory import access as territory

WORKER, DOCTOR, HOSPITAL = "samira@demo.kanaf.example", "touzani@demo.kanaf.example", "hopital-tanger"
SEVERAL = 8
ADULT = 18
EVERYTHING = {"talk": "agrees", "body": "agrees", "treatment": "agrees"}


class Clinic:
    """Plays the medical part of some files, each step as its actor, at times relative to now."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now, self.hospital = world, now, world.desks[HOSPITAL]

    def act(self, email: str, step: Callable[..., Any], *, hours: float = 0, **given: Any) -> Any:
        """One step, so many hours ago."""
        account, at = self.world.accounts[email], self.now - timedelta(hours=hours)
        with acting_as(account.id):
            return step(actor=actor_of(account.id, self.now), at=at, **given)

    def play(self) -> None:
        """One state of the work for each file that can be found; fewer files, fewer states."""
        for case, state in zip(self.files(), self.states(), strict=False):
            state(case)

    def files(self) -> Sequence[Case]:
        """Open files of the desk whose family is known and that the hospital does not have, the newest first."""
        asked = Referral.objects.filter(desk_to=self.hospital).values("case")
        families = CaseParty.objects.filter(role=PartyRole.CAREGIVER, ended_at=None).values("case")
        found = Case.objects.filter(
            lead_desk=self.world.desks["upe-tanger"], status=CaseStatus.OPEN, age__lt=ADULT, id__in=families
        )
        return list(found.exclude(id__in=asked).order_by("-opened_at")[:SEVERAL])

    def states(self) -> Iterator[Callable[[Case], Any]]:
        yield from (
            self.to_accept, self.pressing, self.booked, self.to_certify, self.followed, self.paid, self.refused, self.outside,
        )  # fmt: skip

    def happened(self, case: Case, hours: float) -> UUID:
        facts = incidents.IncidentFacts(
            form="L-3.2", precision=HappenedPrecision.HOUR, happened_at=self.now - timedelta(hours=hours),
            place=case.place, place_kind="other_home", author_relation="neighbour",
            narrative="Un voisin, samedi soir. (fictif)",
        )  # fmt: skip
        found: UUID = self.act(
            WORKER, incidents.record, hours=self._since(case, hours - 1), case=case.id, facts=facts
        ).id
        return found

    def _since(self, case: Case, hours: float) -> float:
        """So many hours ago, or since the file is open."""
        return min(hours, (self.now - case.opened_at).total_seconds() / 3600)

    def refer(self, case: Case, hours: float, *, accepted: bool = True, urgency: str = "high") -> None:
        adult = CaseParty.objects.filter(case=case, role=PartyRole.CAREGIVER, ended_at=None).first()
        answers = consents.Answers(
            purpose=ConsentPurpose.SHARE, limit_explained_at=self.now - timedelta(hours=hours), language="ary",
            child_agrees=True, desk=self.hospital.id, adult=adult.id if adult else None, adult_agrees=True,
        )  # fmt: skip
        self.act(WORKER, consents.record, hours=hours, case=case.id, answers=answers)
        sent = self.act(
            WORKER, referrals.send, hours=hours, case=case.id, desk_to=self.hospital, kind=ReferralKind.SERVICE,
            category="medical", service=None, compartments=["identity", "medical"], urgency=urgency,
            message="Merci de recevoir l'enfant, accompagné. (fictif)", is_demo=True,
        )  # fmt: skip
        if accepted:
            self.act(DOCTOR, referrals.accept, hours=hours * 0.9, referral=sent, answer="Nous l'attendons. (fictif)")

    def ask(self, case: Case, hours: float, **more: Any) -> Request:
        given: dict[str, Any] = {
            "kind": "sexual_assault", "desk_to": self.hospital.id, "outside": "", "urgency": "high", "incidents": [],
            "language": "ary", "examiner": "woman", "consent": {**EVERYTHING, "private_parts": "not_asked"},
            "practical": "Vient avec sa tante, plutôt le matin. (fictif)", "requisition_number": "",
        }  # fmt: skip
        asked: Request = self.act(WORKER, requests.request_examination, hours=hours, case=case.id, **{**given, **more})
        return asked

    def book(self, case: Case, asked: Request, *, ago: float) -> None:
        """Tomorrow at ten."""
        when = words.local(self.now).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self.act(DOCTOR, requests.book, hours=ago, case=case.id, request=asked.id, when=when, seen=self._version(asked))

    def examine(self, case: Case, asked: Request, hours: float, *, by: str = DOCTOR, **more: Any) -> None:
        given: dict[str, Any] = {
            "said": {**EVERYTHING, "private_parts": "refuses"}, "care": ["hepatitis_b", "wound_care", "comfort"],
            "limits": {}, "findings": "Ecchymoses anciennes, état général bon. (fictif)",
        }  # fmt: skip
        done = care.Done(when=self.now - timedelta(hours=hours), **{**given, **more})
        self.act(
            by,
            care.record_examination,
            hours=hours,
            case=case.id,
            request=asked.id,
            done=done,
            seen=self._version(asked),
        )

    def certify(self, case: Case, asked: Request, hours: float, *, by: str = DOCTOR, **more: Any) -> Any:
        on = (self.now - timedelta(hours=hours)).date()
        given: dict[str, Any] = {
            "kind": "initial", "issued_on": on, "number": f"CM-{on:%m}-{case.code[-3:]}", "incapacity_days": 21,
            "is_free": True, "paid_by": "", "amount": None,
        }  # fmt: skip
        return self.act(
            by, certificates.issue_certificate, hours=hours, case=case.id, request=asked.id, **{**given, **more}
        )

    @staticmethod
    def _version(asked: Request) -> str:
        return str(Request.objects.values_list("version", flat=True).get(pk=asked.id))

    def to_accept(self, case: Case) -> None:
        """Referred an hour ago; the facts are of yesterday."""
        self.happened(case, 27)
        self.refer(case, 1, accepted=False)

    def pressing(self, case: Case) -> None:
        """Accepted; the first limits end this evening."""
        self.happened(case, 61)
        self.refer(case, 3)
        self.ask(case, 2.5)

    def booked(self, case: Case) -> None:
        """An appointment tomorrow morning."""
        self.refer(case, 30, urgency="medium")
        self.book(case, self.ask(case, 26, kind="general", urgency="medium"), ago=20)

    def to_certify(self, case: Case) -> None:
        """Examined yesterday; the certificate is still to be written."""
        self.happened(case, 40)
        self.refer(case, 34)
        asked = self.ask(case, 32)
        self.examine(
            case, asked, 26, care=["pep", "hepatitis_b", "tetanus"], samples_taken=True, custody="SC-0118",
            limits={"pep": "given", "forensic": "given", "contraception": "given"},
        )  # fmt: skip

    def followed(self, case: Case) -> None:
        """Certified, handed over, and seen again soon."""
        self.refer(case, 24 * 9, urgency="medium")
        asked = self.ask(case, 24 * 9, kind="forensic", urgency="medium")
        self.examine(case, asked, 24 * 8)
        certificate = self.certify(case, asked, 24 * 7)
        on = (self.now - timedelta(days=7)).date()
        self.act(
            WORKER, certificates.hand_copy, hours=24 * 7, case=case.id, certificate=certificate.id, to="family", on=on
        )
        today = territory.today()
        planned = [("wound_check", today + timedelta(days=2)), ("hiv_serology", today + timedelta(days=27))]
        self.act(DOCTOR, care.plan_follow_ups, hours=24 * 7, case=case.id, request=asked.id, planned=planned)

    def paid(self, case: Case) -> None:
        """A family that paid for what is free."""
        self.refer(case, 24 * 5, urgency="medium")
        asked = self.ask(case, 24 * 5, kind="forensic", urgency="medium")
        self.examine(case, asked, 24 * 4)
        self.certify(case, asked, 24 * 3, incapacity_days=12, is_free=False, paid_by="family", amount=Decimal(200))

    def refused(self, case: Case) -> None:
        """A child who said no."""
        self.refer(case, 40, urgency="medium")
        asked = self.ask(case, 38, urgency="medium")
        self.act(WORKER, requests.refuse, hours=30, case=case.id, request=asked.id, seen=self._version(asked))

    def outside(self, case: Case) -> None:
        """A doctor without an account here, whose words we write down."""
        asked = self.ask(
            case, 24 * 3, kind="psychological", urgency="low", desk_to=None, outside="Cabinet du centre-ville (fictif)"
        )
        self.examine(case, asked, 24 * 2, by=WORKER, care=["comfort"], findings="", certificate_wanted=False)
