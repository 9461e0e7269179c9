"""The network as a page says it: a picture, a table, and the differences in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.actors.enums import OrganisationKind
from kanaf.mapping import network
from kanaf.mapping.access import maps
from kanaf.mapping.drawing import network as drawing
from kanaf.mapping.network import Finding, Flow, Found, Period
from kanaf.referrals.enums import ReferralKind
from kanaf.territory import access as territory
from kanaf.territory.models import Place

TITLES = (Finding.NO_AGREEMENT, Finding.NO_REFERRAL, Finding.ALONE, Finding.ONE_WAY, Finding.SLOW)


@dataclass(frozen=True)
class FlowRow:
    """One line of the table, in words."""

    sender: str
    recipient: str
    kind: str
    count: str
    days: str
    declined: str
    is_agreed: bool


@dataclass(frozen=True)
class Section:
    """One kind of difference: its title and its sentences."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class NetworkPage:
    """All that the page shows of one place in one period."""

    picture: SafeString
    rows: Sequence[FlowRow]
    agreed: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    desks: int


def period_words(period: Period) -> str:
    """« 2e semestre 2026 »."""
    pattern = _("first half of %(year)s") if period.half == 1 else _("second half of %(year)s")
    return pattern % {"year": period.year}


def read(place: Place, period: Period, *, is_mirrored: bool) -> NetworkPage:
    """The two layers of a place, laid over one another."""
    today = territory.today()
    nodes = maps.nodes(place)
    names = {node.desk: node.name for node in nodes}
    agreed = network.agreed_pairs(nodes, maps.agreements_in_force(today))
    flows = [one for one in maps.flows(period) if one.desk_from in names and one.desk_to in names]
    order = {node.desk: number for number, node in enumerate(nodes)}
    flows.sort(key=lambda one: (order[one.desk_from], order[one.desk_to], one.kind))
    least = maps.least_in_force(today)
    picture = drawing.draw(
        nodes, agreed, flows, _group, lambda one: f"{names[one.desk_from]} → {names[one.desk_to]}: {_count(one, least)}"
    ).svg(is_mirrored=is_mirrored, title=_("Agreements and referrals; the same is in the tables"))
    used = {network.pair(one.desk_from, one.desk_to) for one in flows}
    return NetworkPage(
        picture=picture,
        rows=[_row(one, names, agreed, least) for one in flows],
        agreed=[(names[a], names[b]) for a, b in sorted(agreed, key=lambda p: sorted((order[p[0]], order[p[1]])))]
        if agreed or used
        else [],
        sections=_sections(network.findings(nodes, agreed, flows), names),
        desks=len(nodes),
    )


def _group(kind: str) -> str:
    return str(OrganisationKind(kind).label)


def _count(flow: Flow, least: int) -> str:
    if flow.count is None:
        return _("fewer than %(least)s") % {"least": least}
    return str(flow.count)


def _row(flow: Flow, names: Mapping[UUID, str], agreed: set[network.Pair], least: int) -> FlowRow:
    return FlowRow(
        sender=names[flow.desk_from],
        recipient=names[flow.desk_to],
        kind=str(ReferralKind(flow.kind).label),
        count=_count(flow, least),
        days="" if flow.median_days is None else _days(flow.median_days),
        declined="" if flow.declined is None else _("%(percent)s %%") % {"percent": round(100 * flow.declined)},
        is_agreed=network.pair(flow.desk_from, flow.desk_to) in agreed,
    )


def _days(days: float) -> str:
    if days < 1:
        return _("less than a day")
    return ngettext("%(count)s day", "%(count)s days", round(days)) % {"count": number_format(days, 1)}


def _sections(found: Sequence[Found], names: Mapping[UUID, str]) -> list[Section]:
    titles = {
        Finding.NO_AGREEMENT: _("Referrals without an agreement"),
        Finding.NO_REFERRAL: _("Agreements without a referral"),
        Finding.ALONE: _("Desks that nobody refers to"),
        Finding.ONE_WAY: _("Pairs in one direction only"),
        Finding.SLOW: _("Slow answers"),
    }
    return [
        Section(titles[kind], _sentences([one for one in found if one.finding == kind], names))
        for kind in TITLES
        if any(one.finding == kind for one in found)
    ]


def _sentences(found: Sequence[Found], names: Mapping[UUID, str]) -> list[str]:
    """One sentence each; desks that nobody refers to are only named."""
    if found[0].finding == Finding.ALONE:
        return [names[one.desk] for one in found]
    return [_sentence(one, names) for one in found]


def _sentence(found: Found, names: Mapping[UUID, str]) -> str:
    told = {"desk": names[found.desk], "other": names[found.other] if found.other else ""}
    patterns = {
        Finding.NO_AGREEMENT: _("%(desk)s refers to %(other)s, and no agreement binds them."),
        Finding.NO_REFERRAL: _("%(desk)s and %(other)s signed an agreement, and no referral went either way."),
        Finding.ONE_WAY: _("%(desk)s refers to %(other)s, which never refers back."),
        Finding.SLOW: _("%(desk)s takes %(days)s to answer %(other)s, half of the time."),
    }
    return patterns[found.finding] % {**told, "days": "" if found.days is None else _days(found.days)}
