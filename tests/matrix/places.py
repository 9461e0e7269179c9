"""Two desks that each lead a file full of marked words, and a hospital that one of them asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, DraftTarget, Role, ServiceCategory
from kanaf.actors.models import Absence, Account, Desk, DirectoryDraft, Invitation, Membership, Phone, Service
from kanaf.cases import access as cases
from kanaf.cases.duplicates import services as duplicates
from kanaf.cases.emergency import services as emergencies
from kanaf.cases.enums import (
    Approval,
    CaseStatus,
    Channel,
    ComplaintAbout,
    ConsentPurpose,
    ContactKind,
    HappenedPrecision,
    PairFinder,
    PartyRole,
    ReporterKind,
    Urgency,
)
from kanaf.cases.models import (
    Case,
    Closure,
    Complaint,
    KnownElsewhere,
    PersonPair,
    PlanAction,
    RepeatedAuthor,
    RepeatedAuthorFile,
    Report,
)
from kanaf.cases.services import (
    assessments,
    attachments,
    complaints,
    conflicts,
    consents,
    contacts,
    incidents,
    notes,
    plans,
    registration,
    safety,
    triage,
)
from kanaf.cases.services.reports import receiving
from kanaf.circuit.models import Alert, Shift
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment
from kanaf.grants.models import Exclusion
from kanaf.persons.services import Facts
from kanaf.referrals import access, services_steps
from kanaf.referrals import services as referrals
from kanaf.referrals.conferences import services as conferences
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.sheets import services as sheets
from kanaf.territory.models import Helpline
from tests import world
from tests.matrix import committee, health, justice, mapping, protocols
from tests.support import as_actor

Ids = dict[str, Any]


@dataclass
class Place:
    """One desk with everything a route can name, the words planted in it, and one person for each role."""

    letter: str
    desk: Desk
    writer: Account
    boss: Account
    ids: Ids = field(default_factory=dict)
    people: dict[Role, Account] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    reviewed: set[str] = field(default_factory=set)

    def word(self, part: str) -> str:
        """A word that stands nowhere else: whoever is shown it was shown that part of this desk's work."""
        return f"zqx{self.letter}{part}xqz"

    @property
    def marks(self) -> set[str]:
        """Every word and code that only this desk may see."""
        return {self.word(part) for part in PARTS} | self.codes


PARTS = (*(part.value for part in Compartment), "report", "reporter", "complaint", "referral", "findings")


def build() -> Mapping[str, Place]:
    """Two desks in charge and the hospital between them."""
    older = protocols.in_force()
    places = {letter: _desk(letter) for letter in "ab"}
    hospital = _desk("h", kind=DeskKind.HOSPITAL_UNIT, takes_reports=False)
    for place, other in (("a", "b"), ("b", "a")):
        fill(places[place], places[other].desk, hospital)
        places[place].ids.update(
            committee.build(places[place].desk, places[place].people, places[place].ids["case_id"])
        )
        places[place].ids.update(mapping.build(places[place].desk, places[place].people))
    versions = protocols.prepared(older, places["a"].desk.organisation_id)
    for place in places.values():
        place.ids.update(versions)
    return {**places, "h": hospital}


def _desk(letter: str, **more: Any) -> Place:
    desk = world.make_desk(prefix=f"Z{letter}".upper(), **more)
    staff = {role: world.make_worker(desk, role) for role in Role}
    place = Place(letter, desk, world.make_worker(desk), world.make_worker(desk, Role.SUPERVISOR), people=staff)
    place.ids.update(slug_of_desk=desk.slug, slug_of_organisation=desk.organisation.slug)
    return place


def act(account: Account, step: Callable[[Actor], Any]) -> Any:
    """Do one thing as somebody."""
    with as_actor(account):
        return step(world.actor(account))


def fill(place: Place, other: Desk, hospital: Place) -> None:
    """Play a whole file at one desk, with a marked word in every field that people write."""
    _reports(place)
    _complaint(place, concerned=other)
    _file(place)
    _conflict(place)
    _twice(place)
    _work(place)
    _hand_overs(place, hospital)
    justice.fill(place)
    _emergency(place)
    health.fill(place, hospital)
    _house(place)


def _reports(place: Place) -> None:
    told = receiving.Told(
        what=place.word("report"), channel=Channel.WALK_IN, reporter=ReporterKind.WORRIED_ADULT, place=place.desk.place,
        where=place.word("report"), who=place.word("report"), name=place.word("reporter"), phone="0600000000",
    )  # fmt: skip

    def receive(actor: Actor) -> UUID:
        return receiving.record_report(actor=actor, sender=place.desk, told=told, at=clock.now()).report

    place.ids["report_id"] = act(place.writer, receive)
    place.ids["report_no_action"] = act(place.writer, receive)
    act(place.writer, lambda actor: _propose_no_action(actor, place.ids["report_no_action"]))
    place.codes |= set(Report.objects.filter(desk=place.desk).values_list("reference", flat=True))


def _propose_no_action(actor: Actor, report: UUID) -> None:
    file = cases.get_report(actor, report)
    screening = triage.Screening(urgency=Urgency.LOW, concerns=["neglect"])
    triage.propose_no_action(
        actor=actor, file=file, seen_version=str(file.report.version), screening=screening, reason="too_little",
        at=clock.now(),
    )  # fmt: skip


def _complaint(place: Place, *, concerned: Desk) -> None:
    grievance = complaints.Grievance(
        about=ComplaintAbout.SERVICE,
        what=place.word("complaint"),
        who=place.word("complaint"),
        desk_concerned=concerned,
    )
    place.ids["complaint_id"] = new_id()
    complaints.submit_complaint(grievance=grievance, complaint=place.ids["complaint_id"], at=clock.now())
    kept = Complaint.objects.get(pk=place.ids["complaint_id"])
    assert kept.handled_by_id == place.desk.id
    place.codes.add(kept.reference)


def _file(place: Place) -> None:
    case = place.ids["case_id"] = world.make_case(place.writer, place.desk).id
    closed = world.make_case(place.writer, place.desk)
    Case.objects.filter(pk=closed.pk).update(status=CaseStatus.CLOSED, closed_at=clock.now())
    place.ids["case_closed"] = closed.id
    place.codes |= set(Case.objects.filter(lead_desk=place.desk).values_list("code", flat=True))
    identity = place.word("identity")
    born = (clock.now() - timedelta(days=12 * 365)).date()
    child = Facts(given_name=identity, family_name="Fictif", sex="f", born_on=born)
    adult = Facts(given_name=f"{identity} adulte", born_on=born.replace(year=1980), address=identity)
    act(place.writer, lambda actor: registration.join(
        actor=actor, case=case, role=PartyRole.MAIN, facts=child, at=clock.now()
    ))  # fmt: skip
    part = registration.PartFacts(relation="uncle_aunt", lives_with_child=True)
    place.ids["party_id"] = act(place.writer, lambda actor: registration.join(
        actor=actor, case=case, role=PartyRole.CAREGIVER, facts=adult, part=part, at=clock.now()
    )).id  # fmt: skip


def _conflict(place: Place) -> None:
    """An author who works elsewhere, from where the file is hidden, and the alert that one supervisor reads."""
    now, case = clock.now(), place.ids["case_id"]
    facts = Facts(given_name=f"{place.word('identity')} auteur")
    author = act(place.writer, lambda actor: registration.join(
        actor=actor, case=case, role=PartyRole.ALLEGED_AUTHOR, facts=facts, at=now
    ))  # fmt: skip
    closed = world.make_desk(takes_reports=False)
    act(place.writer, lambda actor: conflicts.say(
        actor=actor, case=case, party_id=author.id, organisation=closed.organisation_id, at=now
    ))  # fmt: skip
    alert = RepeatedAuthor.objects.create(
        id=new_id(), supervisor=place.people[Role.SUPERVISOR], raised_at=now, due_at=now
    )
    RepeatedAuthorFile.objects.create(id=new_id(), alert=alert, party=author)
    place.ids.update(
        author_id=author.id, author_alert_id=alert.id, exclusion_id=Exclusion.objects.get(subject_id=case).id
    )


def _twice(place: Place) -> None:
    """A pair to compare, one told apart, one joined; and a word about a child written down elsewhere."""
    now, case = clock.now(), place.ids["case_id"]

    def write(actor: Actor, number: int) -> UUID:
        facts = Facts(given_name=f"{place.word('identity')} {number}", address=place.word("identity"))
        joined = registration.join(actor=actor, case=case, role=PartyRole.HOUSEHOLD, facts=facts, at=now)
        return joined.person_id

    people = [act(place.writer, lambda actor, number=number: write(actor, number)) for number in range(5)]
    pairs = {}
    for name, one, other in (("pair_id", 0, 1), ("pair_apart", 0, 2), ("pair_joined", 3, 4)):
        low, high = sorted((people[one], people[other]))
        pairs[name] = PersonPair.objects.create(
            one_id=low, other_id=high, probability=0.8, found_by=PairFinder.SWEEP, found_at=now
        ).id
    act(place.writer, lambda actor: duplicates.tell_apart(actor=actor, pair_id=pairs["pair_apart"], at=now))
    act(place.writer, lambda actor: duplicates.join(
        actor=actor, pair_id=pairs["pair_joined"], chosen=[], seen_version="1.1", at=now
    ))  # fmt: skip
    far = world.make_desk(prefix="ZZ", takes_reports=False)
    known = KnownElsewhere.objects.create(
        case_id=case, person_id=people[0], newcomer_id=people[1], through=world.make_case(world.make_worker(far), far),
        probability=0.8, told_at=now,
    )  # fmt: skip
    place.ids.update(pairs, known_id=known.id)


def _work(place: Place) -> None:
    now, case, social = clock.now(), place.ids["case_id"], place.word("social")

    def write(actor: Actor) -> None:
        facts = incidents.IncidentFacts(form="L-1", precision=HappenedPrecision.UNKNOWN, narrative=social)
        place.ids["incident_id"] = incidents.record(actor=actor, case=case, facts=facts, at=now).id
        safety.write_safety(
            actor=actor, case=case, sleeps_where=social, is_safe_tonight=True, who_has_access=social,
            author_has_access=False, siblings_at_risk=False, what_we_do=social, review_on=now.date(), at=now,
        )  # fmt: skip
        place.ids["contact_id"] = contacts.record_contact(
            actor=actor, case=case, kind=ContactKind.FIRST_CONTACT, when=now, child_seen=True, child_alone=True,
            note=social, compartment="social", at=now,
        ).id  # fmt: skip
        for part in ("social", "psychological", "judicial"):
            note = notes.add_note(actor=actor, case=case, compartment=part, text=place.word(part), at=now)
            place.ids[f"note_{part}"] = note.id
        place.ids["note_id"] = place.ids["note_social"]
        kept = attachments.add_attachment(
            actor=actor, case=case, compartment="social", title=social, content=_picture(), at=now
        )
        place.ids["attachment_id"] = kept.id
        written = assessments.write_assessment(
            actor=actor, case=case, risk="medium", concerns=["neglect"], findings={"safety": social}, child_views=social,
            seen=None, submit=True, at=now,
        )  # fmt: skip
        place.ids["assessment_id"] = written.id

    act(place.writer, write)
    _plan(place)
    closure = Closure.objects.create(
        case_id=case, reason="goals_met", best_interests=social, child_feedback=social, written_by=place.writer.id,
        written_at=now, status=Approval.SUBMITTED,
    )  # fmt: skip
    place.ids["closure_id"] = closure.id


def _plan(place: Place) -> None:
    now, case, social = clock.now(), place.ids["case_id"], place.word("social")
    goal = plans.WantedGoal(social, [plans.WantedAction(social, place.desk.id, (now + timedelta(days=9)).date())])
    planned = act(place.writer, lambda actor: plans.write_plan(
        actor=actor, case=case, best_interests=social, child_views=social, review_on=None, goals=[goal], seen=None,
        submit=True, at=now,
    ))  # fmt: skip
    act(place.boss, lambda actor: plans.decide_plan(
        actor=actor, case=case, plan=planned.id, approve=True, remark="", seen=str(planned.version), at=now
    ))  # fmt: skip
    place.ids["plan_id"] = planned.id
    place.ids["action_id"] = PlanAction.objects.get(goal__plan=planned).id


def _picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "PNG")
    return kept.getvalue()


def _hand_overs(place: Place, hospital: Place) -> None:
    """One that the hospital accepted, in which its doctor wrote; one that still waits."""
    now, case = clock.now(), place.ids["case_id"]
    Phone.objects.get_or_create(organisation=hospital.desk.organisation, number="0539000000")

    def send(actor: Actor, category: str) -> Any:
        return referrals.send(
            actor=actor, case=case, desk_to=hospital.desk, kind=ReferralKind.SERVICE, category=category, service=None,
            compartments=["identity", "medical"], urgency="high", message=place.word("referral"), at=now,
        )  # fmt: skip

    def ask(actor: Actor) -> None:
        answers = consents.Answers(
            purpose=ConsentPurpose.SHARE, limit_explained_at=now, language="ary", child_agrees=True,
            desk=hospital.desk.id, adult=place.ids["party_id"], adult_agrees=True,
        )  # fmt: skip
        place.ids["consent_id"] = consents.record(actor=actor, case=case, answers=answers, at=now).id
        place.ids["referral_accepted"] = send(actor, ServiceCategory.MEDICAL).id
        place.ids["referral_id"] = send(actor, ServiceCategory.PSYCHOLOGICAL).id
        place.ids["referral_asked"] = send(actor, ServiceCategory.LISTENING).id
        waiting = access.get_referral(actor, place.ids["referral_id"])
        place.ids["referral_sheet"] = sheets.make(
            actor=actor, referral=waiting, language="fr", address=lambda link: f"https://example.org/{link}", at=now
        ).id  # fmt: skip

    def answer(actor: Actor) -> None:
        asked = access.get_referral(actor, place.ids["referral_asked"])
        services_steps.ask(actor=actor, referral=asked, question=place.word("referral"), at=now)
        accepted = access.get_referral(actor, place.ids["referral_accepted"])
        referrals.accept(actor=actor, referral=accepted, answer=place.word("referral"), at=now)
        notes.add_note(actor=actor, case=case, compartment="medical", text=place.word("medical"), at=now)

    act(place.writer, ask)
    act(hospital.people[Role.DOCTOR], answer)
    act(place.writer, lambda actor: _conferences(actor, place, hospital))
    act(place.writer, lambda actor: _taken_back(actor, place, hospital))


def _taken_back(actor: Actor, place: Place, hospital: Place) -> None:
    """Another file, which the hospital had been asked about; the consent to that was withdrawn."""
    now, case = clock.now(), world.make_case(place.writer, place.desk, age=16)
    place.codes.add(case.code)
    answers = consents.Answers(
        purpose=ConsentPurpose.SHARE, limit_explained_at=now, language="ary", child_agrees=True,
        desk=hospital.desk.id, decided_by="child", remark=place.word("social"),
    )  # fmt: skip
    given = consents.record(actor=actor, case=case.id, answers=answers, at=now)
    place.ids["referral_stopped"] = referrals.send(
        actor=actor, case=case.id, desk_to=hospital.desk, kind=ReferralKind.SERVICE, category=ServiceCategory.MEDICAL,
        service=None, compartments=["identity"], urgency="high", message=place.word("referral"), at=now,
    ).id  # fmt: skip
    consents.withdraw(actor=actor, case=case.id, consent_id=given.id, remark="", at=now)


def _conferences(actor: Actor, place: Place, hospital: Place) -> None:
    """One to come; one that was held, with minutes in two parts and a decision that the hospital owes."""
    now, case = clock.now(), place.ids["case_id"]
    for name in ("conference_id", "conference_held"):
        place.ids[name] = conferences.call(
            actor=actor, case=case, desks=[hospital.desk], planned_at=now + timedelta(days=2), where=place.word("referral"),
            agenda=place.word("referral"), at=now,
        ).id  # fmt: skip
    held = place.ids["conference_held"]
    conferences.hold(actor=actor, conference=held, came=[place.desk.id], held_at=now, at=now)
    for part in ("social", "judicial"):
        conferences.write_minutes(
            actor=actor, conference=held, compartment=part, text=place.word(part), seen=None, at=now
        )
    place.ids["conference_decision"] = conferences.decide(
        actor=actor, conference=held, desk=hospital.desk.id, text=place.word("referral"), due_at=now, at=now
    ).id


def _emergency(place: Place) -> None:
    """Somebody of no desk of ours opened the file in an emergency."""
    outside = world.make_desk(takes_reports=False)
    code, words = Case.objects.get(pk=place.ids["case_id"]).code, place.word("core")
    opened = act(world.make_worker(outside, Role.POLICE_OFFICER), lambda actor: emergencies.break_glass(
        actor=actor, code=code, desk=outside, reason="danger_now", hours=2, words=words, at=clock.now(),
    ))  # fmt: skip
    place.ids["access_id"] = opened.id
    place.reviewed = {code, words}


def _house(place: Place) -> None:
    """What is not a file: a service, a proposal, an absence, an invitation, a setting."""
    now, desk = clock.now(), place.desk
    service = Service.objects.create(
        slug=f"service-{desk.slug}", organisation=desk.organisation, desk=desk, name="Service (fictif)", status="active"
    )
    draft = DirectoryDraft.objects.create(
        target_type=DraftTarget.SERVICE, target_id=service.id, changes={"url": ["", "https://example.org"]},
        author=place.writer, proposed_at=now,
    )  # fmt: skip
    absence = Absence.objects.create(
        account=place.writer, covered_by=place.boss, since=now, until=now + timedelta(days=2)
    )
    invitation = Invitation(email=f"{place.letter}@example.org", desk=desk, role=Role.SOCIAL_WORKER)
    invitation.token = place.letter.encode() * 16
    invitation.made_at, invitation.expires_at = now, now + timedelta(days=2)
    invitation.invited_by = place.boss
    invitation.save()
    shift = Shift.objects.create(
        desk=desk, starts_at=now, ends_at=now + timedelta(hours=12), made_by=place.boss.id, made_at=now
    )
    alert = Alert.objects.create(
        person=place.people[Role.SOCIAL_WORKER],
        rung="duty",
        desk=desk,
        began_at=now,
        risk="high",
        due_at=now,
        at=now,
        mail_at=now,
    )
    place.ids.update(
        shift_id=shift.id, alert_id=alert.id, slug_of_service=service.slug, draft_id=draft.id, absence_id=absence.id, invitation_id=invitation.id,
        account_id=place.writer.id, membership_id=Membership.objects.get(account=place.writer).id,
        row_id=Phone.objects.create(service=service, number="0500000000").id, setting_id=Helpline.objects.first().pk, session_id=new_id(),
    )  # fmt: skip
