"""The door of the people: who acts, with which posts, and who works where."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest

from kanaf.actors import policies
from kanaf.actors.actor import ANONYMOUS, Actor, Post
from kanaf.actors.enums import Role
from kanaf.actors.models import Absence, Account, Desk, Membership
from kanaf.foundation import clock


def actor_of(account_id: UUID, at: datetime) -> Actor:
    """The Python twin of ``kanaf_posts()``; an unknown account is nobody."""
    account = Account.objects.filter(pk=account_id).first()
    return ANONYMOUS if account is None else _actor(account, at)


def actor_of_request(request: HttpRequest) -> Actor:
    """What the access context puts on every request."""
    user = request.user
    return _actor(user, clock.now()) if isinstance(user, Account) else ANONYMOUS


def _actor(account: Account, at: datetime) -> Actor:
    posts = Membership.objects.held_by(account.pk, at) if account.is_active else []
    return Actor(
        id=account.pk,
        name=account.name,
        name_ar=account.name_ar,
        memberships=tuple(Post(desk_id, role, organisation) for desk_id, role, organisation in posts),
        is_active=account.is_active,
    )


def posts_of(account: Account, at: datetime) -> tuple[Post, ...]:
    """The posts a person holds in her own name, which a stand-in would receive."""
    own = Membership.objects.valid_at(at).filter(account=account)
    return tuple(Post(m.desk_id, m.role) for m in own)


def members_of(actor: Actor, desk: Desk, at: datetime) -> list[Membership]:
    """Today's and future members of a desk, with the absences that matter now; 404 for strangers."""
    if not policies.can_see_members(actor, desk):
        raise Http404
    day = at.date()
    away = Absence.objects.filter(until__gt=at).select_related("covered_by").order_by("since")
    members = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day), desk=desk)
    return list(
        members.select_related("account")
        .prefetch_related(Prefetch("account__absences", queryset=away))
        .order_by("account__name", "role")
    )


def get_membership(actor: Actor, membership_id: UUID) -> Membership:
    found = Membership.objects.select_related("account", "desk").filter(pk=membership_id).first()
    if found is None or not policies.can_end_membership(actor, found):
        raise Http404
    return found


def get_absence(actor: Actor, absence_id: UUID, at: datetime) -> Absence:
    found = Absence.objects.select_related("account", "covered_by").filter(pk=absence_id).first()
    if found is None or not policies.can_end_absence(actor, found, posts_of(found.account, at)):
        raise Http404
    return found


def get_account(
    actor: Actor, account_id: UUID, *, to: Callable[[Actor, Account], bool] = policies.can_read_account
) -> Account:
    found = Account.objects.filter(pk=account_id).first()
    if found is None or not to(actor, found):
        raise Http404
    return found


def member_among(members: Iterable[Membership], account_id: UUID) -> Account:
    """The colleague of that id, among the members already allowed."""
    for membership in members:
        if membership.account_id == account_id:
            return membership.account
    raise Http404


def my_posts(actor: Actor) -> list[tuple[Desk, list[str]]]:
    """Where the actor works today, with the words of each role."""
    desks = Desk.objects.filter(pk__in=actor.desk_ids).order_by("name")
    return [(desk, [str(Role(role).label) for role in sorted(actor.roles_at(desk.pk))]) for desk in desks]


def my_absences(actor: Actor, at: datetime) -> list[Absence]:
    """The actor's own absences, now and to come."""
    mine = Absence.objects.filter(account=actor.id, until__gt=at)
    return list(mine.select_related("covered_by"))


def accounts_named(actor: Actor, desk: Desk, email: str) -> Account | None:
    """The active account of an exact address, for whoever manages the desk: no list to browse."""
    if not policies.can_manage_desk(actor, desk):
        raise Http404
    return Account.objects.filter(email=email.strip().lower(), is_active=True).first()


def list_accounts(actor: Actor, words: str, at: datetime) -> QuerySet[Account]:
    """Every account, for the system administrator alone."""
    if not policies.can_administer(actor):
        raise Http404
    open_posts = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=at.date())).select_related("desk")
    held = Prefetch("memberships", queryset=open_posts, to_attr="open_posts")
    found = Account.objects.order_by("name", "id").prefetch_related(held)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(name_ar__icontains=words) | Q(email__icontains=words))
    return found


def list_desks(actor: Actor) -> QuerySet[Desk]:
    """All desks, for people at work; closed ones only for the system administrator."""
    if not (policies.can_read_professional_pages(actor) or policies.can_administer(actor)):
        raise Http404
    desks = Desk.objects.select_related("organisation", "place").prefetch_related("organisation__names")
    return desks if policies.can_administer(actor) else desks.filter(is_active=True)
