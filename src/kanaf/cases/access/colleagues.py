"""Who could do what: desks for an action of the plan, colleagues who could follow the file."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kanaf.actors.models import Desk, Membership
from kanaf.actors.naming import desk_name, person_name
from kanaf.cases.policies import OpenFile
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.powers import FILE_POWERS, bears


def desks_for_actions(file: OpenFile, at: datetime) -> list[tuple[str, str]]:
    """The lead first, then the desks that have access to the file, then those in charge of its place."""
    case = file.case
    granted = grants.desks_with_access([case.id], at).get(case.id, set())
    near = Q(id__in=granted) | Q(covers__in=case.place.lineage) | Q(id=case.lead_desk_id)
    desks = list(Desk.objects.filter(near, is_active=True).exclude(id__in=grants.closed_desks(case.id)).distinct())
    desks.sort(key=lambda desk: (desk.id != case.lead_desk_id, desk.id not in granted, desk_name(desk)))
    return [(str(desk.id), desk_name(desk)) for desk in desks]


def colleagues(file: OpenFile, at: datetime) -> list[tuple[str, str]]:
    """Those who hold today, at the leading desk, a role that follows files."""
    able = [role for role in FILE_POWERS if bears(role, SubjectKind.CASE, Compartment.CORE, Level.WRITE)]
    posts = Membership.objects.valid_at(at).filter(
        desk_id=file.case.lead_desk_id, role__in=able, account__is_active=True
    )
    posts = posts.exclude(account_id__in=grants.people_apart(file.case.id, at))
    found: dict[UUID, str] = {post.account_id: person_name(post.account) for post in posts.select_related("account")}
    return [(str(account), name) for account, name in sorted(found.items(), key=lambda pair: pair[1])]
