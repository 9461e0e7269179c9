"""The doors to hand-overs."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk, Membership, Service
from kanaf.actors.naming import desk_name, person_name
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment
from kanaf.grants.powers import FILE_POWERS
from kanaf.referrals.enums import IN_HAND, WAITING, ReferralKind
from kanaf.referrals.models import Referral, ReferralQuestion, TransferSummary
from kanaf.referrals.policies import can_read_referral
from kanaf.territory.models import Place

Policy = Callable[[Actor, Referral], bool]
MOST_SHOWN = 50


def _readable(actor: Actor) -> QuerySet[Referral]:
    return Referral.objects.readable_by(actor, clock.now()).select_related("desk_from", "desk_to", "service")


def get_referral(actor: Actor, referral_id: UUID, *, to: Policy = can_read_referral) -> Referral:
    """The referral, if the actor may do ``to`` with it; else 404."""
    referral = _readable(actor).filter(id=referral_id).first()
    if referral is None or not to(actor, referral):
        raise Http404
    return referral


def to_answer(actor: Actor, desks: Iterable[UUID]) -> list[Referral]:
    """What these desks were sent and have not answered, the most urgent first."""
    waiting = _readable(actor).filter(desk_to_id__in=list(desks), status__in=WAITING)
    return list(waiting.order_by("answer_due_at")[:MOST_SHOWN])


def in_hand(actor: Actor, desks: Iterable[UUID]) -> list[Referral]:
    """What these desks accepted and have not finished."""
    accepted = _readable(actor).filter(desk_to_id__in=list(desks), status__in=IN_HAND, kind=ReferralKind.SERVICE)
    return list(accepted.order_by("answered_at")[:MOST_SHOWN])


def we_wait_for(actor: Actor, desks: Iterable[UUID]) -> list[Referral]:
    """What these desks sent and others have not answered."""
    sent = _readable(actor).filter(desk_from_id__in=list(desks), status__in=WAITING)
    return list(sent.order_by("answer_due_at")[:MOST_SHOWN])


def of_case(actor: Actor, case: UUID) -> list[Referral]:
    """Every referral of one file that the actor may read, newest first."""
    return list(_readable(actor).filter(case_id=case).order_by("-sent_at"))


def rests_on_consent(referral: Referral) -> bool:
    """Whether what the child and the family said still allows it, as the database alone can tell the other desk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_consent_stands(%s)", [referral.id])
        return bool(cursor.fetchone()[0])


def questions(referral: Referral) -> list[ReferralQuestion]:
    """What the asked desk wanted to know, in order, with the answers."""
    return list(ReferralQuestion.objects.filter(referral=referral).order_by("asked_at"))


def was_followed(referral: Referral) -> bool:
    """Whether another desk was asked in its place."""
    return Referral.objects.filter(follows=referral.id).exists()


def kept_summary(referral: Referral) -> TransferSummary | None:
    """What both teams keep of a file that moved to another territory."""
    return TransferSummary.objects.filter(referral=referral).first()


def colleagues(referral: Referral, at: datetime) -> list[tuple[str, str]]:
    """Those who open files today at the desk that was asked."""
    posts = Membership.objects.valid_at(at).filter(desk_id=referral.desk_to_id, role__in=list(FILE_POWERS))
    found = {post.account_id: person_name(post.account) for post in posts.select_related("account")}
    return [(str(account), name) for account, name in sorted(found.items(), key=lambda pair: pair[1])]


def desks_for(*, place: Place, category: str, but: UUID) -> list[tuple[Desk, Service]]:
    """Desks that answer for a service of this kind, those in charge of the place first, then by name."""
    services = (
        Service.objects.filter(categories__contains=[category], status="active", desk__is_active=True)
        .exclude(desk_id=but)
        .select_related("desk__organisation", "desk__place")
        .prefetch_related("desk__covers")
    )
    found = [(service.desk, service) for service in services if service.desk]
    lineage = set(place.lineage)
    return sorted(found, key=lambda pair: (not _covers(pair[0], lineage), pair[0].name))


def _covers(desk: Desk, lineage: set[UUID]) -> bool:
    return any(place.id in lineage for place in desk.covers.all())


def possible_desks(file: OpenFile) -> list[Desk]:
    """Every desk a file can be referred to, by name."""
    closed = grants.closed_desks(file.case.id) | {file.case.lead_desk_id}
    return list(
        Desk.objects.filter(is_active=True)
        .exclude(Q(id__in=closed) | Q(kind__in=["programme", "administration"]))
        .select_related("organisation")
        .order_by("name")
    )


def desks_elsewhere(file: OpenFile) -> list[Desk]:
    """The desks that open files in another territory: in charge of no place that this one is part of."""
    closed = grants.closed_desks(file.case.id) | {file.case.lead_desk_id}
    desks = Desk.objects.filter(is_active=True, takes_reports=True).exclude(id__in=closed)
    desks = desks.exclude(covers__in=list(file.case.place.lineage))
    return list(desks.order_by("name"))


def parts_in_words(referral: Referral) -> list[str]:
    """The parts of the file that go with it, named; the core always does."""
    return [str(Compartment(part).label) for part in referral.compartments]


def still_open(case: UUID) -> list[str]:
    """What holds a file open: referrals that wait for an answer, or were accepted and not finished."""
    unfinished = [*WAITING, *IN_HAND]
    open_ones = Referral.objects.filter(case_id=case, kind=ReferralKind.SERVICE, status__in=unfinished)
    return [
        _("A referral to %(desk)s is not finished.") % {"desk": desk_name(referral.desk_to)}
        for referral in open_ones.select_related("desk_to")
    ]
