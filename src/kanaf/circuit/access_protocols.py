"""The doors to protocols: versions, who signs and signed them, and what their text is worth."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Func, UUIDField, Value
from django.http import Http404
from django.utils.module_loading import autodiscover_modules

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk, Organisation
from kanaf.circuit import policies
from kanaf.circuit.enums import IN_PREPARATION, SHOWN, VersionStatus
from kanaf.circuit.models import FollowedProtocol, ProtocolVersion, Review, Signature
from kanaf.circuit.protocol import Text
from kanaf.circuit.reading import Marked
from kanaf.circuit.seats import Seat
from kanaf.circuit.verdicts import Ground, Verdict, judge, overlaps, read_first
from kanaf.circuit.wording.rules import here
from kanaf.foundation.events import EventKind, kinds
from kanaf.territory.enums import PlaceLevel
from kanaf.territory.models import Place

Policy = Callable[[Actor, Collection[Seat], ProtocolVersion], bool]


def seats_of(actor: Actor) -> list[Seat]:
    """The desks of the actor with the codes of all they lie in: two questions, whatever their number."""
    desks = actors.desks_by_id(actor.desk_ids)
    lineages = {place for desk in desks.values() if desk.place for place in desk.place.lineage}
    codes = dict(Place.objects.filter(id__in=lineages).values_list("id", "code")) if lineages else {}
    return [_seat(actor, desk, codes) for desk in sorted(desks.values(), key=lambda desk: desk.id)]


def _seat(actor: Actor, desk: Desk, codes: dict[UUID, str]) -> Seat:
    found = frozenset(codes[place] for place in desk.place.lineage if place in codes) if desk.place else frozenset()
    country = desk.place.country_id if desk.place else ""
    return Seat(desk.id, desk.organisation_id, actor.roles_at(desk.id), country, found)


def find_version(actor: Actor, version_id: UUID) -> ProtocolVersion | None:
    """The version, if the actor may read it."""
    return ProtocolVersion.objects.readable_by(actor, seats_of(actor)).filter(id=version_id).first()


def get_version(actor: Actor, version_id: UUID, *, to: Policy = policies.can_read_version) -> ProtocolVersion:
    """The version, if the actor may do ``to`` with it; else 404."""
    seats = seats_of(actor)
    version = ProtocolVersion.objects.readable_by(actor, seats).filter(id=version_id).first()
    if version is None or not to(actor, seats, version):
        raise Http404
    return version


@dataclass(frozen=True)
class Shelf:
    """The versions of one dispositif, the newest first; ``is_ours`` when it holds where the actor works."""

    dispositif: str
    versions: list[ProtocolVersion]
    is_ours: bool

    @property
    def name(self) -> str:
        """As the newest text that is a protocol says it; drafts are not asked."""
        named = next((one for one in self.versions if one.status in SHOWN), None)
        text = _name_in(named.text) if named else None
        return here(text) if text else self.dispositif

    @property
    def in_force(self) -> ProtocolVersion | None:
        return next((one for one in self.versions if one.status == VersionStatus.PUBLISHED), None)

    @property
    def in_preparation(self) -> ProtocolVersion | None:
        return next((one for one in self.versions if one.status in IN_PREPARATION), None)

    @property
    def older(self) -> list[ProtocolVersion]:
        return [one for one in self.versions if one not in (self.in_force, self.in_preparation)]


def list_versions(actor: Actor) -> list[Shelf]:
    """Every version that the actor may read, by dispositif; those of where she works first."""
    seats = seats_of(actor)
    readable = ProtocolVersion.objects.readable_by(actor, seats).order_by("dispositif", "-number")
    shelves = [_shelf(key, list(versions), seats) for key, versions in groupby(readable, lambda one: one.dispositif)]
    return sorted(shelves, key=lambda shelf: (not shelf.is_ours, shelf.dispositif))


def _name_in(text: str) -> Text | None:
    read = read_first(text)
    return read.protocol.name if isinstance(read, Marked) else None


def _shelf(dispositif: str, versions: list[ProtocolVersion], seats: Collection[Seat]) -> Shelf:
    codes = {code for seat in seats for code in seat.codes}
    return Shelf(dispositif, versions, any(not codes.isdisjoint(one.places) for one in versions))


def places_to_begin(actor: Actor, version: ProtocolVersion) -> list[tuple[str, str]]:
    """The regions and provinces without a protocol for which the actor may write one: code and name."""
    seats = seats_of(actor)
    places = Place.objects.filter(country=version.country, level__in=[PlaceLevel.REGION, PlaceLevel.PROVINCE])
    if not policies.writes_anywhere(actor, seats):
        places = places.filter(code__in=policies.codes_to_write(actor, seats))
    taken = _taken(version.country)
    return [(one.code, one.name) for one in places.order_by("code") if not overlaps(one.code, taken)]


def _taken(country: str, *, but: str = "") -> list[str]:
    """The places for which a protocol is in force."""
    others = ProtocolVersion.objects.filter(status=VersionStatus.PUBLISHED, country=country).exclude(dispositif=but)
    return [code for codes in others.values_list("places", flat=True) for code in codes]


def versions_of(actor: Actor, version: ProtocolVersion) -> list[ProtocolVersion]:
    """The other versions of the same dispositif that the actor may read, the newest first."""
    readable = ProtocolVersion.objects.readable_by(actor, seats_of(actor)).filter(dispositif=version.dispositif)
    return list(readable.exclude(id=version.id).order_by("-number"))


@dataclass(frozen=True)
class Member:
    """One organisation that signs a version, and who signed for it."""

    organisation: Organisation
    signed_by: str = ""
    signed_at: datetime | None = None


def members_of(version: ProtocolVersion) -> list[Member]:
    """Every listed member, by name, with its signature of this very text."""
    signed = {one.organisation_id: one for one in Signature.objects.filter(version=version, digest=version.digest)}
    names = actors.names_of(one.signed_by for one in signed.values())
    found = Organisation.objects.filter(id__in=version.members).prefetch_related("names").order_by("name", "id")
    return [
        Member(one, names.get(signed[one.id].signed_by, ""), signed[one.id].signed_at)
        if one.id in signed
        else Member(one)
        for one in found
    ]


def unsigned(version: ProtocolVersion) -> list[UUID]:
    """The members whose signature of this very text is missing."""
    signed = set(
        Signature.objects.filter(version=version, digest=version.digest).values_list("organisation", flat=True)
    )
    return [organisation for organisation in version.members if organisation not in signed]


def to_sign(actor: Actor, version: ProtocolVersion) -> list[Organisation]:
    """The members for which the actor answers, and which have not signed yet."""
    seats, waiting = seats_of(actor), unsigned(version)
    mine = [one for one in waiting if policies.signs_for(actor, seats, one)]
    return list(Organisation.objects.filter(id__in=mine).prefetch_related("names").order_by("name", "id"))


def reviews_of(version: ProtocolVersion) -> list[Review]:
    """What the committee answered, the newest first; nothing for whom it is closed."""
    return list(Review.objects.filter(version=version))


def possible_members(country: str, places: Collection[str]) -> list[Organisation]:
    """The organisations that have a desk at work in these places: those who may be asked to sign."""
    desks = Desk.objects.filter(is_active=True)
    if places:
        there = Place.objects.filter(country=country, code__in=places).values_list("id", flat=True)
        desks = desks.filter(place__lineage__overlap=list(there))
    found = Organisation.objects.filter(id__in=desks.values("organisation"), status="active")
    return list(found.prefetch_related("names").order_by("name", "id"))


def followed(file: UUID) -> FollowedProtocol | None:
    """The version that a file follows, and since when."""
    return FollowedProtocol.objects.select_related("protocol").filter(file=file).first()


def follows_another(file: UUID, desk: UUID) -> UUID | None:
    """The version in force for new files of the leading desk, when the file follows another: one question."""
    in_force = Func(Value(desk), function="kanaf_protocol_for", output_field=UUIDField())
    other = FollowedProtocol.objects.filter(file=file).exclude(protocol=in_force)
    return other.values_list(in_force, flat=True).first()


def newer_version(file: UUID, desk: UUID) -> ProtocolVersion | None:
    """That version itself."""
    found = follows_another(file, desk)
    return ProtocolVersion.objects.filter(id=found).first() if found else None


def known_events() -> list[EventKind]:
    """Every kind of event of every installed area."""
    autodiscover_modules("events")
    return list(kinds)


def verdict_on(text: str | bytes, *, dispositif: str = "") -> Verdict:
    """What a text is worth here and now; its mistakes are said in the reader's language."""
    read = read_first(text)
    return _judged(read, dispositif) if isinstance(read, Marked) else read


def _judged(marked: Marked, dispositif: str) -> Verdict:
    said = marked.protocol
    places = Place.objects.filter(country=said.country, code__in=said.places).values_list("code", flat=True)
    ground = Ground(list(places), _taken(said.country, but=said.key), dispositif)
    return judge(marked, known_events(), ground)


def names_of(people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of those whose hand is in a protocol."""
    return actors.names_of(people)
