"""Who works where, who stands in for whom, and what people say of themselves."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors import access, policies
from kanaf.actors.actor import Actor
from kanaf.actors.events import (
    ABSENCE_COVERED,
    ABSENCE_ENDED,
    ACCOUNT_CLOSED,
    ACCOUNT_REOPENED,
    MEMBER_ADDED,
    MEMBERSHIP_ENDED,
    PROFILE_CHANGED,
)
from kanaf.actors.models import Absence, Account, Desk, Membership
from kanaf.actors.signin.services.sessions import end_all_of
from kanaf.journal import services as journal


class AlreadyAMember(Exception):
    """The person already holds this role at this desk."""


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    desk: Desk,
    account: Account,
    role: str,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """Give a role at a desk; raises ``AlreadyAMember`` when it is held and open."""
    desk = Desk.objects.select_for_update().get(pk=desk.pk)
    if not policies.can_give_role(actor, desk, account.pk, role):
        raise PermissionDenied
    if Membership.objects.filter(account=account, desk=desk, role=role, until__isnull=True).exists():
        raise AlreadyAMember
    membership = Membership.objects.create(account=account, desk=desk, role=role, since=since or at.date(), until=until)
    journal.write(
        MEMBER_ADDED,
        actor=actor,
        subject=membership,
        at=at,
        desk=desk.pk,
        account=str(account.pk),
        role=str(role),
    )
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, at: datetime) -> Membership:
    """The role ends at once; one that had not begun never does."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("desk").get(pk=membership.pk)
    if not policies.can_end_membership(actor, membership):
        raise PermissionDenied
    membership.until = max(membership.since, at.date())
    membership.save(update_fields=["until"])
    journal.write(
        MEMBERSHIP_ENDED,
        actor=actor,
        subject=membership,
        at=at,
        desk=membership.desk_id,
        account=str(membership.account_id),
        role=membership.role,
    )
    return membership


@transaction.atomic
def cover_absence(
    *, actor: Actor, account: Account, covered_by: Account, since: datetime, until: datetime, at: datetime
) -> Absence:
    """From ``since`` to ``until`` the stand-in holds every post of the absent person."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    allowed = policies.can_name_cover(actor, access.posts_of(account, at), covered_by.pk)
    if not allowed or account.pk == covered_by.pk or not covered_by.is_active:
        raise PermissionDenied
    absence = Absence.objects.create(account=account, covered_by=covered_by, since=since, until=until)
    journal.write(
        ABSENCE_COVERED,
        actor=actor,
        subject=absence,
        at=at,
        covered_by=str(covered_by.pk),
        until=until.isoformat(),
    )
    return absence


@transaction.atomic
def end_absence(*, actor: Actor, absence: Absence, at: datetime) -> None:
    """The colleague is back, or never left: the stand-in's posts end at once."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("account").get(pk=absence.pk)
    if not policies.can_end_absence(actor, absence, access.posts_of(absence.account, at)):
        raise PermissionDenied
    if absence.until > at:
        absence.until = max(absence.since, at)
        absence.save(update_fields=["until"])
    journal.write(ABSENCE_ENDED, actor=actor, subject=absence, at=at, covered_by=str(absence.covered_by_id))


@transaction.atomic
def change_profile(
    *, actor: Actor, account: Account, name: str, name_ar: str, language: str, phone: str, at: datetime
) -> Account:
    """Everyone writes her own name, in both scripts, and chooses her language."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not policies.can_change_profile(actor, account):
        raise PermissionDenied
    account.name, account.name_ar, account.language, account.phone = name, name_ar, language, phone
    account.save(update_fields=["name", "name_ar", "language", "phone"])
    journal.write(PROFILE_CHANGED, actor=actor, subject=account, at=at)
    return account


@transaction.atomic
def close_account(*, actor: Actor, account: Account, at: datetime) -> Account:
    """The person can no longer sign in and holds no post; nothing she did is lost."""
    return _set_active(actor, account, at, is_active=False)


@transaction.atomic
def reopen_account(*, actor: Actor, account: Account, at: datetime) -> Account:
    return _set_active(actor, account, at, is_active=True)


def _set_active(actor: Actor, account: Account, at: datetime, *, is_active: bool) -> Account:
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not policies.can_close_account(actor, account):
        raise PermissionDenied
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    if not is_active:
        end_all_of(account.pk)
    journal.write(ACCOUNT_REOPENED if is_active else ACCOUNT_CLOSED, actor=actor, subject=account, at=at)
    return account
