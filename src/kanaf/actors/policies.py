"""Who may do what with the directory and its people: pure functions of records in hand."""

from collections.abc import Iterable
from uuid import UUID

from kanaf.actors.actor import Actor, Post
from kanaf.actors.enums import INSTANCE_ROLES, Audience, DraftStatus, Role
from kanaf.actors.models import (
    Absence,
    Account,
    Agreement,
    Desk,
    DirectoryDraft,
    Membership,
    Organisation,
    Service,
    Site,
)
from kanaf.actors.models.services import SHOWN_TO_ALL

Entry = Service | Organisation | Site | Desk | Agreement
"""All that the directory describes."""


def audience_of(actor: Actor) -> Audience:
    """A professional at work sees addresses; everyone else is the public."""
    return Audience.PROFESSIONALS if actor.is_professional else Audience.PUBLIC


def can_show_service(audience: Audience, service: Service) -> bool:
    """No shelter, nothing held at a shelter and nothing suspended or ended is ever public."""
    if audience != Audience.PUBLIC:
        return True
    if service.is_shelter or service.status not in SHOWN_TO_ALL:
        return False
    if service.desk is not None and service.desk.is_shelter:
        return False
    return not any(location.site.is_shelter for location in service.locations.all())


def can_read_service(actor: Actor, service: Service) -> bool:
    return can_show_service(audience_of(actor), service)


def can_read_professional_pages(actor: Actor) -> bool:
    """Organisation and desk pages, contacts and agreements are for people at work."""
    return actor.is_professional


def can_propose_change(actor: Actor) -> bool:
    return actor.is_professional


def can_propose_about(actor: Actor, entry: Entry) -> bool:
    """Whatever a professional can read, she can correct."""
    if not can_propose_change(actor):
        return False
    if isinstance(entry, Site):
        return can_read_site(actor, entry)
    if isinstance(entry, Desk):
        return can_read_desk(actor, entry)
    return not isinstance(entry, Service) or can_read_service(actor, entry)


def can_read_site(actor: Actor, site: Site) -> bool:
    """All of a site, its address included; of a shelter, only those who work there or keep the directory."""
    if not actor.is_professional:
        return False
    if not site.is_shelter or actor.has_role(Role.DIRECTORY_EDITOR):
        return True
    return any(desk.pk in actor.desk_ids for desk in site.desks.all())


def can_keep_directory(actor: Actor) -> bool:
    """New organisations and sites are written by the directory editors and the system administrator."""
    return can_decide_drafts(actor) or can_administer(actor)


def can_open_desk(actor: Actor) -> bool:
    """A new desk may receive reports: it is opened by the system administrator, who gives its first roles."""
    return can_administer(actor)


def can_read_desk(actor: Actor, desk: Desk) -> bool:
    """People at work see open desks; the system administrator sees all."""
    if can_administer(actor):
        return True
    return desk.is_active and can_read_professional_pages(actor)


def can_read_account(actor: Actor, account: Account) -> bool:
    """One's own, and any for the system administrator."""
    return can_change_profile(actor, account) or can_administer(actor)


def can_read_draft(actor: Actor, draft: DirectoryDraft) -> bool:
    """Its author, and the directory editors."""
    if not actor.is_professional:
        return False
    return draft.author_id == actor.id or actor.has_role(Role.DIRECTORY_EDITOR)


def can_decide_draft(actor: Actor, draft: DirectoryDraft) -> bool:
    """A directory editor other than the author, once: four eyes."""
    return (
        can_read_draft(actor, draft)
        and actor.has_role(Role.DIRECTORY_EDITOR)
        and draft.author_id != actor.id
        and draft.status == DraftStatus.PROPOSED
    )


def can_decide_drafts(actor: Actor) -> bool:
    return actor.is_active and actor.has_role(Role.DIRECTORY_EDITOR)


def can_verify_service(actor: Actor, service: Service) -> bool:
    """The desk that answers for it, and the directory editors."""
    if not actor.is_professional:
        return False
    return actor.has_role(Role.DIRECTORY_EDITOR) or service.desk_id in actor.desk_ids


def can_verify_organisation(actor: Actor, organisation: Organisation) -> bool:
    """The people of its own desks, and the directory editors."""
    if not actor.is_professional:
        return False
    return actor.has_role(Role.DIRECTORY_EDITOR) or any(desk.pk in actor.desk_ids for desk in organisation.desks.all())


def can_record_agreement(actor: Actor) -> bool:
    """Directory editors keep the conventions."""
    return can_decide_drafts(actor)


def can_administer(actor: Actor) -> bool:
    """Accounts and desks of the whole installation; this role opens no file."""
    return actor.is_active and actor.has_role(Role.SYSTEM_ADMINISTRATOR)


def can_manage_desk(actor: Actor, desk: Desk) -> bool:
    """The coordinator of this very desk, and the system administrator."""
    if not actor.is_active:
        return False
    return Role.DESK_COORDINATOR in actor.roles_at(desk.pk) or can_administer(actor)


def can_see_members(actor: Actor, desk: Desk) -> bool:
    """Colleagues of the desk, and whoever manages it."""
    return can_manage_desk(actor, desk) or (actor.is_active and desk.pk in actor.desk_ids)


def can_give_role(actor: Actor, desk: Desk, account_id: UUID, role: str) -> bool:
    """Nobody gives a role to herself, and roles beyond one desk come from the system administrator."""
    if account_id == actor.id or not can_manage_desk(actor, desk):
        return False
    return role not in INSTANCE_ROLES or can_administer(actor)


def can_end_membership(actor: Actor, membership: Membership) -> bool:
    """Whoever could have given it; and everyone may leave."""
    if actor.is_active and membership.account_id == actor.id:
        return True
    return can_give_role(actor, membership.desk, membership.account_id, membership.role)


def can_name_cover(actor: Actor, absent: Iterable[Post], covered_by: UUID) -> bool:
    """A stand-in receives all posts of the absent person, so whoever names one must manage them all; never herself."""
    posts = list(absent)
    if not posts or not actor.is_active or covered_by == actor.id:
        return False
    if can_administer(actor):
        return True
    return all(
        Role.DESK_COORDINATOR in actor.roles_at(post.desk_id) and post.role not in INSTANCE_ROLES for post in posts
    )


def can_end_absence(actor: Actor, absence: Absence, absent: Iterable[Post]) -> bool:
    """The person who came back, and whoever could have named the stand-in."""
    if actor.is_active and absence.account_id == actor.id:
        return True
    return can_name_cover(actor, absent, absence.covered_by_id)


def can_close_account(actor: Actor, account: Account) -> bool:
    return can_administer(actor) and account.pk != actor.id


def can_change_profile(actor: Actor, account: Account) -> bool:
    """Everybody's own, nobody else's."""
    return actor.is_active and account.pk == actor.id
