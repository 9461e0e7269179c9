"""The workshops: who came, what was said of whom, and what each actor confirmed, when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from kanaf.actors.access import names_of
from kanaf.actors.actor import Actor
from kanaf.actors.editing import values_of
from kanaf.actors.enums import DraftTarget, ServiceStatus
from kanaf.actors.models import Service
from kanaf.actors.naming import said
from kanaf.actors.tables import TABLES
from kanaf.cases.enums import Stage
from kanaf.foundation.vault import keys
from kanaf.mapping import policies
from kanaf.mapping.access.campaigns import names_of_prospects, prospect_name, prospects_of, standing
from kanaf.mapping.enums import Part, ProspectStatus, WorkshopKind
from kanaf.mapping.models import Campaign, Presence, Prospect, RoleClaim, Validation, Workshop
from kanaf.mapping.policies import OpenCampaign
from kanaf.mapping.roles import Claim, Difference, agreed, differences

SHOWN = ("schedules", "capacities")
"""What the text of a service says besides its own fields: when it is open, for how many."""


def workshops_of(campaign: Campaign) -> list[Workshop]:
    keys.preload([campaign.id])
    return list(Workshop.objects.filter(campaign=campaign).prefetch_related("presences"))


def get_workshop(file: OpenCampaign, workshop_id: UUID, kind: str = "") -> Workshop:
    """A workshop of this very campaign, of a kind if one is given; else 404."""
    found = Workshop.objects.filter(campaign=file.campaign, pk=workshop_id).first()
    if found is None or (kind and found.kind != kind):
        raise Http404
    return found


def presences_of(workshop: Workshop) -> list[tuple[str, str]]:
    """Each actor that came, and who came for it."""
    rows = Presence.objects.filter(workshop=workshop).select_related("prospect__organisation")
    named = rows.prefetch_related("prospect__organisation__names")
    return sorted((prospect_name(row.prospect), str(row.who or "")) for row in named)


@dataclass(frozen=True)
class RoleTable:
    """Stage by stage, actor by actor: the part that was agreed, or that the actor gives itself."""

    actors: Sequence[tuple[UUID, str]]
    parts: Mapping[tuple[UUID, str], str]
    differences: Sequence[Difference]
    names: Mapping[UUID, str]

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each actor with its part at each of the six steps: the word, and its code."""
        return [(name, [self._said(actor, stage) for stage in Stage.values]) for actor, name in self.actors]

    def _said(self, actor: UUID, stage: str) -> tuple[str, str]:
        part = self.parts.get((actor, stage), Part.NONE.value)
        return str(Part(part).label), part

    @property
    def leaderless(self) -> list[str]:
        """The steps that nobody leads."""
        led = {stage for (_actor, stage), part in self.parts.items() if part == Part.LEADS}
        return [str(Stage(stage).label) for stage in Stage.values if stage not in led]


def claims_of(campaign: Campaign) -> list[Claim]:
    """Everything that was said, the newest workshop last."""
    rows = RoleClaim.objects.filter(campaign=campaign).order_by("workshop__held_on", "written_at", "id")
    return [Claim(row.said_by_id, row.about_id, row.stage, row.part) for row in rows]


def said_in(workshop: Workshop, speaker: UUID | None) -> dict[str, str]:
    """What one speaker, or the room, said there: as the form names it."""
    rows = RoleClaim.objects.filter(workshop=workshop, said_by=speaker)
    return {f"{row.about_id}_{row.stage}": row.part for row in rows}


def role_table(campaign: Campaign) -> RoleTable:
    claims, names = claims_of(campaign), names_of_prospects(campaign)
    concerned = {claim.about for claim in claims}
    actors = [(key, name) for key, name in names.items() if key in concerned]
    return RoleTable(actors, agreed(claims), differences(claims), names)


def digest_of(service: Service) -> str:
    """The fingerprint of all that the directory says of a service: what somebody confirmed is this and nothing else."""
    told = [values_of(DraftTarget.SERVICE, service)]
    for key in SHOWN:
        table = TABLES[DraftTarget.SERVICE][key]
        told.append({str(row.pk): table.values(row) for row in getattr(service, key).all()})
    return sha256(dumps(told, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Answered:
    """One service of one actor, with its actor's last word."""

    service: Service
    actor: str
    digest: str
    last: Validation | None
    by: str = ""
    earlier: Sequence[Validation] = field(default_factory=list)

    @property
    def name(self) -> str:
        return said(self.service)

    @property
    def is_changed(self) -> bool:
        """The directory says something else than what was confirmed."""
        return self.last is not None and self.last.digest != self.digest

    @property
    def waits(self) -> bool:
        """A word from the room that no editor has carried to the directory."""
        if self.last is None or self.last.is_own:
            return False
        return self.last.verdict == "confirmed" and self.last.carried_at is None


def _services(query: Q) -> list[Service]:
    found = Service.objects.filter(query).exclude(status=ServiceStatus.DEFUNCT)
    related = ("names", "organisation__names", "schedules", "capacities", "languages", "accessibility", "phones")
    return list(found.select_related("organisation", "desk").prefetch_related(*related).order_by("name", "id"))


def services_of(campaign: Campaign) -> list[Answered]:
    """Every service of the actors that were met, by actor."""
    met = [one for one in prospects_of(campaign, status=ProspectStatus.MET) if one.organisation_id]
    services = _services(Q(organisation__in=[one.organisation_id for one in met]))
    return sorted(_answered(campaign, services), key=lambda one: (one.actor, one.name))


def _answered(campaign: Campaign, services: Sequence[Service]) -> list[Answered]:
    words: dict[UUID, list[Validation]] = {}
    for row in Validation.objects.filter(campaign=campaign, service__in=services):
        words.setdefault(row.service_id, []).append(row)
    names = names_of(row.written_by for rows in words.values() for row in rows)
    found = []
    for service in services:
        said_so = words.get(service.pk, [])
        last = said_so[0] if said_so else None
        by = names.get(last.written_by, "") if last else ""
        found.append(Answered(service, said(service.organisation), digest_of(service), last, by, said_so[1:]))
    return found


def get_service(file: OpenCampaign, service_id: UUID) -> Answered:
    """A service of an actor that this campaign met; else 404."""
    met = Prospect.objects.filter(campaign=file.campaign, status=ProspectStatus.MET)
    services = _services(Q(pk=service_id, organisation__in=met.values("organisation")))
    if not services:
        raise Http404
    return _answered(file.campaign, services)[0]


def get_answerable(actor: Actor, campaign_id: UUID, service_id: UUID) -> tuple[OpenCampaign, Answered]:
    """The door of whoever may answer for a service: its own people, or the team."""
    own = Campaign.objects.asking(actor).filter(pk=campaign_id)
    campaign = (own | Campaign.objects.readable_by(actor).filter(pk=campaign_id)).select_related("place").first()
    if campaign is None:
        raise Http404
    file = standing(actor, campaign)
    services = _services(Q(pk=service_id))
    if not services or not policies.can_answer(actor, file, services[0]):
        raise Http404
    if not policies.is_asked(actor, file, services[0]):
        return file, get_service(file, service_id)
    return file, _answered(campaign, services)[0]


def asked_of(actor: Actor) -> list[tuple[Campaign, list[Answered]]]:
    """What the actor's own desks are asked to confirm, campaign by campaign."""
    found = []
    for campaign in Campaign.objects.asking(actor).distinct():
        services = _services(Q(desk__in=actor.desk_ids))
        found.append((campaign, _answered(campaign, services)))
    return found


def get_validation(file: OpenCampaign, validation_id: UUID) -> Validation:
    found = Validation.objects.filter(campaign=file.campaign, pk=validation_id).select_related("service").first()
    if found is None:
        raise Http404
    return found


def text_lines(service: Service) -> list[tuple[str, str]]:
    """The text that is confirmed, line by line, in the reader's language where there is one."""
    from kanaf.actors.access import listings
    from kanaf.actors.editing import EMPTY, fields_of

    known = values_of(DraftTarget.SERVICE, service)
    lines = [(str(field.full_label), field.text(known[key])) for key, field in fields_of(DraftTarget.SERVICE).items()]
    for listing in listings(DraftTarget.SERVICE, service):
        if listing.table.key in SHOWN:
            lines += [(str(listing.label), line.whole.replace("\n", " · ")) for line in listing.lines]
    return [(label, text) for label, text in lines if text not in {"", EMPTY}]


def services_named(organisation: UUID | None) -> list[tuple[str, str]]:
    """The services that the directory knows of an organisation: id and name."""
    return [(str(one.pk), said(one)) for one in _services(Q(organisation=organisation))] if organisation else []


def last_workshop(campaign: Campaign) -> Workshop | None:
    """The workshop in which services are being confirmed."""
    return Workshop.objects.filter(campaign=campaign, kind=WorkshopKind.SERVICES).order_by("-held_on", "-id").first()
