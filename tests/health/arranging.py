"""A child to be examined: the desk that leads the file, a hospital it was referred to, a prosecution, and strangers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Account, Desk
from kanaf.cases.enums import ConsentPurpose, HappenedPrecision, PartyRole
from kanaf.cases.models import Case, Incident
from kanaf.cases.services import consents, incidents, registration
from kanaf.foundation import clock
from kanaf.grants import services as grants
from kanaf.grants.enums import Level, Reason
from kanaf.health.models import Certificate, Examination, Request
from kanaf.health.services import care, certificates, requests
from kanaf.journal.models import Entry
from kanaf.persons.services import Facts
from kanaf.referrals import services as referrals
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.models import Referral
from tests import world
from tests.support import as_actor

STORY = "elle raconte tout (fictif)"
FOUND = "lésions décrites (fictif)"
CUSTODY = "SC-2027-118"


@dataclass
class Way:
    """One file and everybody around it."""

    desk: Desk
    worker: Account
    supervisor: Account
    case: Case
    hospital: Desk
    doctor: Account
    referral: Referral | None = None

    @property
    def fresh(self) -> Case:
        return Case.objects.get(id=self.case.id)

    def kinds(self) -> list[str]:
        """What the journal says of the medical part, in its order."""
        entries = Entry.objects.filter(file=self.case.id, kind__startswith="health.").order_by("id")
        return list(entries.values_list("kind", flat=True))

    def facts(self, kind: str) -> dict[str, Any]:
        """What the newest event of this kind keeps."""
        return Entry.objects.filter(file=self.case.id, kind=kind).order_by("-id").first().kept


def begin(*, referred: bool = True, accepted: bool = True, **more: Any) -> Way:
    """A file of a girl of thirteen, referred to a hospital that accepted."""
    desk = world.make_desk()
    worker = world.make_worker(desk)
    hospital = world.make_desk(kind=DeskKind.HOSPITAL_UNIT, takes_reports=False)
    case = world.make_case(worker, desk, **more)
    Case.objects.filter(id=case.id).update(sex="f", age=13)
    way = Way(
        desk, worker, world.make_worker(desk, Role.SUPERVISOR), case, hospital, world.make_worker(hospital, Role.DOCTOR)
    )
    if referred:
        refer(way)
        if accepted:
            act(way.doctor, referrals.accept, referral=way.referral, answer="Venez (fictif)")
    return way


def act(account: Account, step: Any, **given: Any) -> Any:
    """One service, as somebody, now unless told otherwise."""
    with as_actor(account):
        return step(actor=world.actor(account), **{"at": clock.now(), **given})


def refer(way: Way) -> Referral:
    child = Facts(given_name="Yasmina", family_name="Fictif", sex="f", born_on=(clock.now() - timedelta(4900)).date())
    act(way.worker, registration.join, case=way.case.id, role=PartyRole.MAIN, facts=child)
    adult = Facts(given_name="Tante (fictif)", born_on=(clock.now() - timedelta(16000)).date())
    part = registration.PartFacts(relation="uncle_aunt", lives_with_child=True)
    party = act(way.worker, registration.join, case=way.case.id, role=PartyRole.CAREGIVER, facts=adult, part=part)
    answers = consents.Answers(
        purpose=ConsentPurpose.SHARE, limit_explained_at=clock.now(), language="ary", child_agrees=True,
        desk=way.hospital.id, adult=party.id, adult_agrees=True,
    )  # fmt: skip
    act(way.worker, consents.record, case=way.case.id, answers=answers)
    way.referral = act(
        way.worker, referrals.send, case=way.case.id, desk_to=way.hospital, kind=ReferralKind.SERVICE,
        category="medical", service=None, compartments=["identity", "medical"], urgency="high", message="Merci (fictif)",
    )  # fmt: skip
    return way.referral


def happened(way: Way, when: datetime | None, *, precision: str = HappenedPrecision.HOUR, **more: Any) -> Incident:
    """What happened, at that moment."""
    facts = incidents.IncidentFacts(
        form="L-3.1",
        precision=precision,
        happened_at=when,
        narrative=STORY,
        **{k: v for k, v in more.items() if k != "at"},
    )
    return act(
        way.worker, incidents.record, case=way.case.id, facts=facts, **{k: v for k, v in more.items() if k == "at"}
    )


def ask(way: Way, *, by: Account | None = None, **more: Any) -> Request:
    given: dict[str, Any] = {
        "kind": "sexual_assault", "desk_to": way.hospital.id, "outside": "", "urgency": "high", "incidents": [],
        "language": "ary", "examiner": "woman", "consent": {"talk": "agrees", "private_parts": "refuses"},
        "practical": "Vient avec sa tante (fictif)", "requisition_number": "",
    }  # fmt: skip
    return act(by or way.worker, requests.request_examination, case=way.case.id, **{**given, **more})


def examine(
    way: Way, asked: Request, *, by: Account | None = None, at: datetime | None = None, **more: Any
) -> Examination:
    now = at or clock.now()
    given: dict[str, Any] = {
        "when": now, "said": {"talk": "agrees"}, "care": ["pep", "hepatitis_b"], "samples_taken": True,
        "limits": {"pep": "given", "forensic": "given", "contraception": "declined"}, "custody": CUSTODY, "findings": FOUND,
    }  # fmt: skip
    asked = Request.objects.get(id=asked.id)
    return act(
        by or way.doctor, care.record_examination, case=way.case.id, request=asked.id, done=care.Done(**{**given, **more}),
        seen=str(asked.version), at=now,
    )  # fmt: skip


def certify(way: Way, asked: Request, *, by: Account | None = None, **more: Any) -> Certificate:
    given: dict[str, Any] = {
        "kind": "initial", "issued_on": clock.now().date(), "number": "C-77", "incapacity_days": 21, "is_free": True,
        "paid_by": "", "amount": None,
    }  # fmt: skip
    return act(
        by or way.doctor, certificates.issue_certificate, case=way.case.id, request=asked.id, **{**given, **more}
    )


def open_to(way: Way, desk: Desk, **parts: str) -> None:
    """Open parts of the file to a desk, as a court does."""
    for part, level in parts.items():
        act(
            way.worker, grants.grant, subject=way.case.id, desk=desk.id, compartments=[part], level=Level(level),
            reason=Reason.REFERRAL, until=None, basis=way.case.id,
        )  # fmt: skip


def strangers(way: Way) -> dict[str, Account]:
    """Everybody who must find nothing, with the reason why."""
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    another = world.make_desk(kind=DeskKind.HOSPITAL_UNIT, takes_reports=False)
    return {
        "in charge of another file": elsewhere,
        "doctor of another hospital": world.make_worker(another, Role.DOCTOR),
        "of the desk, without files": world.make_worker(way.desk, Role.SYSTEM_ADMINISTRATOR),
        "of the desk, without the medical part": world.make_worker(way.desk, Role.CENTRE_EDUCATOR),
    }
