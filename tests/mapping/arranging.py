"""A campaign to test with: the desk that keeps it, its team, an actor that was met, and strangers at every door."""

from datetime import date, time, timedelta
from typing import Any

from kanaf.actors.enums import DeskKind, OrganisationKind, Role, ServiceCategory
from kanaf.actors.models import Account, Desk, Membership, Schedule, Service, ServiceName
from kanaf.foundation import clock
from kanaf.foundation.ids import short_code
from kanaf.mapping.access.campaigns import get_campaign
from kanaf.mapping.access.workshops import get_service
from kanaf.mapping.enums import CampaignStatus, WorkshopKind
from kanaf.mapping.models import Campaign, Interview, Prospect
from kanaf.mapping.policies import OpenCampaign
from kanaf.mapping.services import campaigns, interviews, workshops
from kanaf.territory.models import Place
from tests import world
from tests.support import as_actor

HURTS = "Personne ne rappelle jamais (fictif)"


def make_service(desk: Desk, *, category: str = ServiceCategory.LISTENING, **more: Any) -> Service:
    """A service of a desk, open from Monday to Friday unless it is said otherwise."""
    hours = more.pop("hours", [(["MO", "TU", "WE", "TH", "FR"], time(8, 30), time(16, 30))])
    service = Service.objects.create(
        slug=f"service-{short_code(6).lower()}",
        organisation=desk.organisation,
        desk=desk,
        name=more.pop("name", "Écoute (fictif)"),
        categories=[category],
        **{"minimum_age": 0, "maximum_age": 17, "last_verified_on": clock.now().date(), **more},
    )
    ServiceName.objects.create(service=service, language="fr", name=service.name)
    for days, opens, closes in hours:
        Schedule.objects.create(service=service, byday=days, opens_at=opens, closes_at=closes)
    return service


class Ground:
    """The coordination of Tanger keeps a campaign; a social worker of the unit is of its team; a hospital was met."""

    def __init__(self, place: Place | None = None) -> None:
        self.place = place or world.tanger()
        self.desk = world.make_desk(kind=DeskKind.COORDINATION, takes_reports=False, prefix="", place=self.place)
        self.leader = world.make_worker(self.desk, Role.COMMITTEE_SECRETARY)
        self.upe = world.make_desk(place=self.place)
        self.member = world.make_worker(self.upe)
        self.hospital = world.make_desk(kind=DeskKind.HOSPITAL_UNIT, takes_reports=False, prefix="", place=self.place)
        self.doctor = world.make_worker(self.hospital, Role.DOCTOR)
        self.judge = world.make_worker(self.upe, Role.JUVENILE_JUDGE)
        self.editor = world.make_worker(world.make_desk(place=self.place), Role.DIRECTORY_EDITOR)
        self.colleague = world.make_worker(self.upe)
        self.far = world.make_worker(
            world.make_desk(place=Place.objects.get(code="04.441.01.0"), prefix="SAL"), Role.SUPERVISOR
        )
        Membership.objects.update(since=(clock.now() - timedelta(days=400)).date())
        self.service = make_service(self.hospital, category=ServiceCategory.MEDICAL, name="Soins (fictif)")
        self.campaign: Campaign = self.act(
            self.leader,
            campaigns.open_campaign,
            desk=self.desk,
            place=self.place,
            titles=campaigns.Titles("Cartographie (fictif)", "خريطة (خيالي)"),
            first_day=date(2026, 9, 1),
            last_day=date(2027, 2, 28),
        )
        self.act(self.leader, campaigns.join_team, campaign=self.campaign.id, account=self.member)
        self.prospect = self.add(self.hospital.organisation_id, OrganisationKind.HOSPITAL)

    def act(self, who: Account, verb: Any, **how: Any) -> Any:
        with as_actor(who):
            return verb(actor=world.actor(who), at=how.pop("at", None) or clock.now(), **how)

    def add(self, organisation: Any, kind: str = OrganisationKind.ASSOCIATION, name: str = "") -> Prospect:
        wanted = campaigns.Wanted(organisation, name, kind, contact="Appeler le 0600000000 (fictif)")
        return self.act(self.member, campaigns.add_prospect, campaign=self.campaign.id, wanted=wanted)

    def meet(self, prospect: Prospect | None = None, who: Account | None = None, **answers: Any) -> Interview:
        prospect = prospect or self.prospect
        prospect.refresh_from_db()
        return self.act(
            who or self.member,
            interviews.keep,
            prospect=prospect,
            met_on=date(2026, 11, 2),
            spoke_with="Mme N. (fictif)",
            answers={"hurts": HURTS, **answers},
            seen=str(prospect.version),
        )

    def to(self, status: CampaignStatus) -> None:
        self.campaign.refresh_from_db()
        self.act(
            self.leader,
            campaigns.change_campaign,
            campaign=self.campaign.id,
            titles=campaigns.Titles(self.campaign.title_fr),
            first_day=self.campaign.first_day,
            last_day=self.campaign.last_day,
            status=status,
            seen=str(self.campaign.version),
        )
        self.campaign.refresh_from_db()

    def hold(self, kind: WorkshopKind = WorkshopKind.ROLES) -> Any:
        return self.act(
            self.member,
            workshops.hold,
            campaign=self.campaign.id,
            kind=kind,
            held_on=date(2026, 11, 9),
            where="Salle (fictif)",
            came={self.prospect.pk: "Dr B. (fictif)"},
        )

    def open_for(self, account: Account) -> OpenCampaign:
        return get_campaign(world.actor(account), self.campaign.id)

    def answer(self, who: Account, verdict: str = "confirmed", *, digest: str = "") -> Any:
        with as_actor(self.leader):
            found = get_service(self.open_for(self.leader), self.service.pk)
        return self.act(
            who,
            workshops.answer,
            campaign=self.campaign,
            answered=found,
            verdict=verdict,
            spoke="Dr B. (fictif)",
            digest=digest or found.digest,
        )
