"""Opening a campaign, its dates and status, its team, its list of actors."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk
from kanaf.foundation import versions
from kanaf.foundation.vault import keys
from kanaf.journal import services as journal
from kanaf.mapping import events
from kanaf.mapping.enums import CampaignStatus, ProspectStatus
from kanaf.mapping.models import Campaign, Prospect, TeamMember
from kanaf.mapping.policies import can_lead, can_lead_at, can_write
from kanaf.mapping.services.locking import locked, opened
from kanaf.territory.models import Place


class AlreadyThere(Exception):
    """The actor is on the list, or the person in the team, already."""


@dataclass(frozen=True)
class Titles:
    """What a campaign is called."""

    fr: str
    ar: str = ""
    en: str = ""


@dataclass(frozen=True)
class Wanted:
    """An actor to meet: of the directory, or a name; why, and for which need of which place."""

    organisation: UUID | None
    name: str
    kind: str
    contact: str = ""
    why: str = ""
    need: str = ""
    place: UUID | None = None
    assigned_to: UUID | None = None


@transaction.atomic
def open_campaign(
    *,
    actor: Actor,
    desk: Desk,
    place: Place,
    titles: Titles,
    first_day: date,
    last_day: date,
    at: datetime,
    dispositif: str = "",
    is_demo: bool = False,
) -> Campaign:
    """A campaign begins with its list; its key is made with it."""
    if not can_lead_at(actor, desk.pk):
        raise PermissionDenied
    campaign = Campaign(
        desk=desk,
        place=place,
        title_fr=titles.fr,
        title_ar=titles.ar,
        title_en=titles.en,
        dispositif=dispositif,
        first_day=first_day,
        last_day=last_day,
        opened_by=actor.known_id,
        opened_at=at,
        is_demo=is_demo,
    )
    campaign.save(force_insert=True)
    keys.create(campaign.id, "mapping")
    journal.write(events.CAMPAIGN_OPENED, actor=actor, subject=campaign, at=at, desk=desk.pk, place=place.code)
    return campaign


@transaction.atomic
def change_campaign(
    *,
    actor: Actor,
    campaign: UUID,
    titles: Titles,
    first_day: date,
    last_day: date,
    status: CampaignStatus | str,
    seen: str | None,
    at: datetime,
) -> Campaign:
    """Titles, dates and how far it has come; also to open it again. Raises ``StaleVersion``."""
    found = locked(actor, campaign, can_lead).campaign
    versions.check(found, seen)
    found.title_fr, found.title_ar, found.title_en = titles.fr, titles.ar, titles.en
    found.first_day, found.last_day, found.status = first_day, last_day, status
    found.save(update_fields=["title_fr", "title_ar", "title_en", "first_day", "last_day", "status", "version"])
    journal.write(events.CAMPAIGN_CHANGED, actor=actor, subject=found, at=at, desk=found.desk_id, status=str(status))
    return found


@transaction.atomic
def join_team(*, actor: Actor, campaign: UUID, account: Account, at: datetime) -> TeamMember:
    """Somebody meets actors for this campaign. Raises ``AlreadyThere``."""
    file = locked(actor, campaign, can_lead)
    if TeamMember.objects.filter(campaign=file.campaign, account=account, left_at__isnull=True).exists():
        raise AlreadyThere
    member = TeamMember.objects.create(campaign=file.campaign, account=account, added_by=actor.known_id, added_at=at)
    journal.write(
        events.TEAM_JOINED,
        actor=actor,
        subject=member,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(campaign),
        account=str(account.pk),
    )
    return member


@transaction.atomic
def leave_team(*, actor: Actor, member: TeamMember, at: datetime) -> TeamMember:
    """From now on she reads no more of it than anybody of her role."""
    file = locked(actor, member.campaign_id, can_lead)
    member.left_at = at
    member.save(update_fields=["left_at"])
    journal.write(
        events.TEAM_LEFT,
        actor=actor,
        subject=member,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(member.campaign_id),
        account=str(member.account_id),
    )
    return member


@transaction.atomic
def add_prospect(*, actor: Actor, campaign: UUID, wanted: Wanted, at: datetime) -> Prospect:
    """One more actor to meet. Raises ``AlreadyThere``."""
    file = opened(actor, campaign, can_write)
    prospect = Prospect(
        campaign=file.campaign,
        organisation_id=wanted.organisation,
        name="" if wanted.organisation else wanted.name,
        kind=wanted.kind,
        contact=wanted.contact,
        why=wanted.why,
        need=wanted.need,
        place_id=wanted.place,
        assigned_to_id=_of_team(file.campaign, wanted.assigned_to),
        added_by=actor.known_id,
        added_at=at,
        changed_at=at,
    )
    try:
        with transaction.atomic():
            prospect.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere from None
    journal.write(
        events.PROSPECT_ADDED,
        actor=actor,
        subject=prospect,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(campaign),
        organisation=str(wanted.organisation or ""),
        kind=wanted.kind,
    )
    return prospect


def _of_team(campaign: Campaign, account: UUID | None) -> UUID | None:
    """Work is given to somebody of the team."""
    if account is None:
        return None
    if not TeamMember.objects.filter(campaign=campaign, account=account, left_at__isnull=True).exists():
        raise PermissionDenied
    return account


@transaction.atomic
def change_prospect(
    *,
    actor: Actor,
    prospect: Prospect,
    status: ProspectStatus | str,
    organisation: UUID | None,
    contact: str,
    why: str,
    assigned_to: UUID | None,
    seen: str | None,
    at: datetime,
) -> Prospect:
    """How far we are with an actor; once it is in the directory, it is joined to its entry. Raises ``StaleVersion``."""
    file = opened(actor, prospect.campaign_id, can_write)
    found = Prospect.objects.select_for_update(of=("self",)).get(pk=prospect.pk)
    versions.check(found, seen)
    found.status, found.contact, found.why, found.changed_at = status, contact, why, at
    found.organisation_id = found.organisation_id or organisation
    found.assigned_to_id = _of_team(file.campaign, assigned_to)
    changed = ["status", "contact", "why", "organisation", "assigned_to", "changed_at", "version"]
    try:
        with transaction.atomic():
            found.save(update_fields=changed)
    except IntegrityError:
        raise AlreadyThere from None
    journal.write(
        events.PROSPECT_CHANGED,
        actor=actor,
        subject=found,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(found.campaign_id),
        organisation=str(found.organisation_id or ""),
        status=str(status),
    )
    return found
