"""Plays the stories: each step is the same service that a person would call, at its time, by its actor."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.cases import access as cases
from kanaf.cases.access import work
from kanaf.cases.enums import (
    ActionStatus,
    Channel,
    ClosingCriterion,
    ConsentPurpose,
    ContactKind,
    HappenedPrecision,
    PartyRole,
    Profile,
    ReporterKind,
    Stage,
    Urgency,
)
from kanaf.cases.models import Case, Report
from kanaf.cases.services import (
    assessments,
    closing,
    consents,
    contacts,
    incidents,
    notes,
    plans,
    registration,
    safety,
    stages,
    triage,
)
from kanaf.cases.services.reports import receiving
from kanaf.foundation.context import acting_as
from kanaf.foundation.ids import new_id
from kanaf.persons.services import Facts
from kanaf.portal.demo.stories import Story
from kanaf.portal.demo.world import World
from kanaf.referrals import services as referrals
from kanaf.referrals.enums import ReferralKind

ADULT = 18
BETWEEN_CONTACTS = {"high": 7, "medium": 14, "low": 30}
"""Days, as the delays of the demonstration say."""

TOWNS = {
    "tanger": {
        "desk": "upe-tanger", "worker": "samira@demo.kanaf.example", "other": "omar@demo.kanaf.example",
        "boss": "hicham@demo.kanaf.example", "hospital": ("hopital-tanger", "touzani@demo.kanaf.example"),
        "listening": ("ecoute-tanger", "nadia@demo.kanaf.example"), "justice": ("parquet-tanger", "naciri@demo.kanaf.example"),
        "place": "01.511.01.0",
    },
    "sale": {
        "desk": "upe-sale", "worker": "asmae@demo.kanaf.example", "other": "asmae@demo.kanaf.example",
        "boss": "driss@demo.kanaf.example", "hospital": ("hopital-sale", "hopital-sale@demo.kanaf.example"),
        "listening": ("ecoute-sale", "nour@demo.kanaf.example"), "justice": ("parquet-sale", "naciri@demo.kanaf.example"),
        "place": "04.441",
    },
}  # fmt: skip


class Player:
    """Plays one story in the world, step by step, and stops where the story stops."""

    def __init__(self, world: World, story: Story, now: datetime) -> None:
        self.world, self.story, self.now = world, story, now
        self.town = TOWNS[story.town]
        self.desk = world.desks[str(self.town["desk"])]
        self.worker = str(self.town["other" if story.number % 4 == 1 else "worker"])
        self.boss = str(self.town["boss"])
        self.at = story.began

    def later(self, **span: float) -> datetime:
        """Time passes, but never beyond now."""
        self.at = min(self.at + timedelta(**span), self.now - timedelta(minutes=2))
        return self.at

    def just_now(self) -> None:
        """What waits for somebody else was asked these last hours, unless the story is a late one."""
        if not self.story.is_late:
            self.at = max(self.at, self.now - timedelta(hours=3 + self.story.number % 15))

    def act(self, email: str, step: Callable[[Actor], None]) -> None:
        """Do one step as somebody."""
        account = self.world.accounts[email]
        with acting_as(account.id):
            step(actor_of(account.id, self.now))

    def play(self) -> None:
        report = self.receive()
        if self.story.depth == "reported":
            return
        if self.story.depth == "refused":
            self.act(self.worker, lambda actor: self.propose_no_action(actor, report))
            return
        self.act(self.worker, lambda actor: self.open_file(actor, report))
        for depth, email, step in self.scenes():
            if not self.story.reaches(depth):
                return
            self.act(email, step)

    def scenes(self) -> list[tuple[str, str, Callable[[Actor], None]]]:
        """The walk: from which depth on, who, what; a file handed over leaves it early."""
        start = [
            ("registered", self.worker, self.register),
            ("registered", self.worker, self.keep_safe),
            ("met", self.worker, self.meet),
        ]
        if self.story.depth == "handed_over":
            return [*start, ("handed_over", self.worker, self.hand_over)]
        care = [
            ("met", self.worker, self.refer),
            ("met", self.partner_email, self.accept),
            ("met", self.partner_email, self.finish),
        ]
        later = [
            ("referred", self.worker, self.refer), ("followed", self.partner_email, self.accept),
            ("followed", self.worker, self.follow), ("closing", self.partner_email, self.finish),
        ]  # fmt: skip
        is_medical = bool(self.story.tale.get("medical"))
        return [
            *start,
            *(care if is_medical else []),
            ("assessed", self.worker, self.assess),
            ("planned", self.boss, self.approve_assessment),
            ("planned", self.worker, self.plan),
            ("referred", self.boss, self.approve_plan),
            ("referred", self.worker, self.assess),
            ("referred", self.boss, self.approve_assessment),
            *(later if not is_medical else [("followed", self.worker, self.follow)]),
            ("planned", self.worker, self.keep_up),
            ("closing", self.worker, self.ask_to_close),
            ("closed", self.boss, self.close),
            ("reopened", self.boss, self.reopen),
        ]

    @property
    def partner(self) -> tuple[str, str]:
        """Who is asked: the hospital when a medical limit runs, else the listening centre."""
        slug, email = self.town["hospital" if self.story.tale.get("medical") else "listening"]
        return slug, email

    @property
    def partner_email(self) -> str:
        return self.partner[1]

    def receive(self) -> UUID:
        told = receiving.Told(
            what=self.story.words, channel=Channel(self.story.tale["channel"]),
            reporter=ReporterKind(self.story.tale["reporter"]), place=self.desk.place,
            is_danger_now=self.story.risk == "high" and self.story.number % 2 == 0,
            phone=self.story.phone if self.story.number % 3 == 0 else "",
        )  # fmt: skip
        if told.channel == Channel.PUBLIC_FORM:
            report = new_id()
            receiving.submit_report(told=told, report=report, wants_code=False, at=self.at)
            return report
        received: list[UUID] = []

        def write(actor: Actor) -> None:
            received.append(receiving.record_report(actor=actor, sender=self.desk, told=told, at=self.at).report)

        self.act(self.worker, write)
        return received[0]

    def propose_no_action(self, actor: Actor, report: UUID) -> None:
        file = cases.get_report(actor, report)
        triage.propose_no_action(
            actor=actor, file=file, seen_version=str(file.report.version), screening=self.screening(),
            reason="too_little", at=self.later(hours=2),
        )  # fmt: skip

    def screening(self) -> triage.Screening:
        return triage.Screening(urgency=Urgency(self.story.risk), concerns=[self.story.tale["concern"]])

    def open_file(self, actor: Actor, report: UUID) -> None:
        file = cases.get_report(actor, report)
        opened = triage.open_files(
            actor=actor, file=file, seen_version=str(file.report.version), screening=self.screening(),
            profile=Profile(self.story.tale["profile"]), children=1, at=self.later(hours=1.2),
        )  # fmt: skip
        self.case = opened[0].id

    def register(self, actor: Actor) -> None:
        story, at = self.story, self.later(hours=3)
        facts = Facts(
            given_name=story.child.given, family_name=story.child.family, given_name_ar=story.child.given_ar,
            family_name_ar=story.child.family_ar, sex=story.sex, born_on=story.born_on,
            is_birth_estimated=story.number % 5 == 0,
        )  # fmt: skip
        if story.tale.get("street"):
            facts = Facts(
                nickname=f"{story.child.given} (fictif)", sex=story.sex, born_on=story.born_on, is_birth_estimated=True
            )
        registration.join(actor=actor, case=self.case, role=PartyRole.MAIN, facts=facts, at=at)
        adult = Facts(
            given_name=story.caregiver.given, family_name=story.caregiver.family, given_name_ar=story.caregiver.given_ar,
            family_name_ar=story.caregiver.family_ar, sex=story.caregiver_sex, phone=story.phone,
            born_on=story.born_on - timedelta(days=26 * 365), address="Hay Al Amal, bloc 4 (fictif)",
        )  # fmt: skip
        self.adult = registration.join(
            actor=actor, case=self.case, role=PartyRole.CAREGIVER, facts=adult, at=at,
            part=registration.PartFacts(relation="uncle_aunt", lives_with_child=True),
        )  # fmt: skip
        self.record_incident(actor, at)

    def record_incident(self, actor: Actor, at: datetime) -> None:
        tale, is_medical = self.story.tale, bool(self.story.tale.get("medical"))
        incidents.record(
            actor=actor, case=self.case, at=at,
            facts=incidents.IncidentFacts(
                form=tale["form"], precision=HappenedPrecision.HOUR if is_medical else HappenedPrecision.UNKNOWN,
                happened_at=self.story.began - timedelta(hours=20) if is_medical else None,
                place=self.desk.place, place_kind=tale["place"], author_relation=tale["relation"],
                is_online=tale["place"] == "online", needs_medical_clock=is_medical,
                narrative=self.story.words,
            ),
        )  # fmt: skip

    def keep_safe(self, actor: Actor) -> None:
        at = self.later(hours=0.5)
        safety.write_safety(
            actor=actor, case=self.case, sleeps_where="Chez sa tante (fictif)", is_safe_tonight=True,
            who_has_access="La tante et la grand-mère (fictif)", author_has_access=False,
            siblings_at_risk=self.story.number % 4 == 0, what_we_do="La tante appelle le bureau ou le 19. (fictif)",
            review_on=self.look_again(at), at=at,
        )  # fmt: skip

    def look_again(self, at: datetime) -> date:
        """Most are still to come; a few were forgotten."""
        day = at + timedelta(days=3)
        return max(day, self.now + timedelta(days=self.story.number % 9 + 1) if self.story.number % 7 else day).date()

    def meet(self, actor: Actor) -> None:
        at = self.later(hours=8)
        contacts.record_contact(
            actor=actor, case=self.case, kind=ContactKind.FIRST_CONTACT, when=at, child_seen=True, child_alone=True,
            note="L'enfant parle peu, dessine, dit se sentir mieux chez sa tante. (fictif)", compartment="social", at=at,
        )  # fmt: skip
        stages.move_stage(actor=actor, case=self.case, stage=Stage.ASSISTANCE, seen=self.version, at=at)

    @property
    def version(self) -> str:
        return str(Case.objects.values_list("version", flat=True).get(pk=self.case))

    def assess(self, actor: Actor) -> None:
        before = work.latest_assessment(cases.get_case(actor, self.case))
        self.assessment = assessments.write_assessment(
            actor=actor, case=self.case, risk=self.story.risk, concerns=[self.story.tale["concern"]],
            findings={"safety": "Logement sûr chez la tante. (fictif)", "schooling": "Absente depuis deux semaines. (fictif)"},
            child_views="Veut retourner à l'école et rester chez sa tante. (fictif)",
            seen=work.mark_of(before) if before else None, submit=True, at=self.later(hours=10),
        )  # fmt: skip

    def approve_assessment(self, actor: Actor) -> None:
        assessments.decide_assessment(
            actor=actor, case=self.case, assessment=self.assessment.id, approve=True, remark="",
            seen=str(self.assessment.version), at=self.later(hours=6),
        )  # fmt: skip
        if Case.objects.get(pk=self.case).stage < Stage.ASSESSMENT:
            stages.move_stage(actor=actor, case=self.case, stage=Stage.ASSESSMENT, seen=self.version, at=self.at)

    def plan(self, actor: Actor) -> None:
        at = self.later(days=2)
        goal = plans.WantedGoal(
            "Retour à l'école et soutien (fictif)",
            [
                plans.WantedAction(
                    "Rencontrer le directeur (fictif)",
                    self.desk.id,
                    max(at + timedelta(days=9), self.now + timedelta(days=self.story.number % 9)).date(),
                )
            ],
        )
        self.planned = plans.write_plan(
            actor=actor, case=self.case, best_interests="Rester dans sa famille élargie, à l'école, suivie. (fictif)",
            child_views="D'accord. (fictif)", review_on=(at + timedelta(days=60)).date(), goals=[goal], seen=None,
            submit=True, at=at,
        )  # fmt: skip

    def approve_plan(self, actor: Actor) -> None:
        plans.decide_plan(
            actor=actor,
            case=self.case,
            plan=self.planned.id,
            approve=True,
            remark="",
            seen=str(self.planned.version),
            at=self.later(days=1),
        )
        stages.move_stage(actor=actor, case=self.case, stage=Stage.SUPPORT, seen=self.version, at=self.at)

    def agree(self, actor: Actor, desk_slug: str) -> None:
        """Consent to share with that desk, by the caregiver and the child, the limit explained first."""
        is_child = self.story.age < ADULT
        answers = consents.Answers(
            purpose=ConsentPurpose.SHARE, limit_explained_at=self.at, language="ary", child_agrees=True,
            desk=self.world.desks[desk_slug].id, adult=self.adult.id if is_child else None,
            adult_agrees=True if is_child else None,
        )  # fmt: skip
        consents.record(actor=actor, case=self.case, answers=answers, at=self.at)

    def refer(self, actor: Actor) -> None:
        slug, _email = self.partner
        medical = bool(self.story.tale.get("medical"))
        self.later(hours=4)
        if self.story.depth == "referred" and not medical:
            self.just_now()
        self.agree(actor, slug)
        self.referral = referrals.send(
            actor=actor, case=self.case, desk_to=self.world.desks[slug], kind=ReferralKind.SERVICE,
            category="medical" if medical else "psychological", service=None,
            compartments=["identity", "medical" if medical else "psychological"], urgency=self.story.risk,
            message="Merci de recevoir l'enfant accompagné de sa tante. (fictif)", at=self.at, is_demo=True,
        )  # fmt: skip

    def accept(self, actor: Actor) -> None:
        referrals.accept(
            actor=actor, referral=self.referral, answer="Rendez-vous jeudi matin. (fictif)", at=self.later(hours=9)
        )

    def follow(self, actor: Actor) -> None:
        at = self.later(days=6)
        contacts.record_contact(
            actor=actor, case=self.case, kind=ContactKind.HOME_VISIT, when=at, child_seen=True, child_alone=False,
            note="La tante prépare l'inscription au collège. (fictif)", compartment="social", at=at,
        )  # fmt: skip
        notes.add_note(
            actor=actor, case=self.case, compartment="social", text="Appeler le collège lundi. (fictif)", at=at
        )

    def keep_up(self, actor: Actor) -> None:
        """Most desks keep up: the files were seen these last days, but for those left lying."""
        lying = BETWEEN_CONTACTS[self.story.risk] + 2 if self.story.is_late else 1
        at = self.at = max(self.at, self.now - timedelta(days=lying, hours=self.story.number % 24))
        contacts.record_contact(
            actor=actor, case=self.case, kind=ContactKind.CALL, when=at, child_seen=False, child_alone=False,
            note="La tante dit que tout va mieux. (fictif)", compartment="social", at=at,
        )  # fmt: skip

    def finish(self, actor: Actor) -> None:
        referrals.finish(
            actor=actor,
            referral=self.referral,
            outcome="Six séances, l'enfant va mieux. (fictif)",
            at=self.later(hours=30),
        )

    def ask_to_close(self, actor: Actor) -> None:
        for action in work.open_actions(cases.get_case(actor, self.case)):
            plans.finish_action(
                actor=actor,
                case=self.case,
                action=action.id,
                outcome=ActionStatus.DONE,
                seen=str(action.version),
                at=self.later(days=5),
            )
        self.asked = closing.ask_closure(
            actor=actor, case=self.case, reason="goals_met", criteria=ClosingCriterion.values,
            best_interests="L'enfant est en sécurité et à l'école. (fictif)", child_feedback="Merci. (fictif)",
            child_satisfied=True, at=self.later(days=12),
        )  # fmt: skip

    def close(self, actor: Actor) -> None:
        closing.decide_closure(
            actor=actor,
            case=self.case,
            closure=self.asked.id,
            approve=True,
            remark="",
            seen=str(self.asked.version),
            at=self.later(days=2),
        )

    def reopen(self, actor: Actor) -> None:
        self.later(days=20)
        self.just_now()
        closing.reopen(actor=actor, case=self.case, reason="new_need", at=self.at)

    def hand_over(self, actor: Actor) -> None:
        """The family moves: the other town is asked to take the whole file over."""
        other = self.world.desks["upe-tanger" if self.story.town == "sale" else "upe-sale"]
        self.later(days=8)
        self.just_now()
        self.agree(actor, other.slug)
        self.referral = referrals.send(
            actor=actor, case=self.case, desk_to=other, kind=ReferralKind.HANDOVER, category="social", service=None,
            compartments=["identity", "social"], urgency="medium", message="La famille déménage. (fictif)",
            at=self.at, is_demo=True,
        )  # fmt: skip


def mark_reports() -> None:
    """Reports of invented desks are demonstration rows, whoever sent them."""
    Report.objects.filter(desk__is_demo=True).update(is_demo=True)
