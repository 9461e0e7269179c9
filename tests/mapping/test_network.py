"""The network: what differs between paper and fact, and a picture in which nothing lies on a name."""

from datetime import date
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.mapping import network
from kanaf.mapping.drawing import heat
from kanaf.mapping.drawing import network as drawing
from kanaf.mapping.network import Finding, Flow, Node, Period

KINDS = ("court", "hospital", "police", "association")


def nodes_of(count, names=None):
    return [
        Node(
            UUID(int=n + 1),
            UUID(int=100 + n),
            KINDS[n * len(KINDS) // count],
            names[n] if names else f"Bureau {n} (fictif)",
        )
        for n in range(count)
    ]


def test_each_difference_is_said_once():
    a, b, c, d = nodes = nodes_of(4)
    agreed = network.agreed_pairs(
        nodes, [frozenset({a.organisation, b.organisation}), frozenset({c.organisation, b.organisation})]
    )
    flows = [
        Flow(a.desk, b.desk, "service", 9, 5.0),
        Flow(b.desk, a.desk, "service", 6, 1.0),
        Flow(a.desk, d.desk, "service", None),
    ]
    found = network.findings(nodes, agreed, flows)
    told = [(one.finding, one.desk, one.other) for one in found]
    assert told == [
        (Finding.NO_AGREEMENT, a.desk, d.desk),
        (Finding.NO_REFERRAL, b.desk, c.desk),
        (Finding.ALONE, c.desk, None),
        (Finding.ONE_WAY, a.desk, d.desk),
        (Finding.SLOW, b.desk, a.desk),
    ]


def test_desks_of_one_organisation_need_no_agreement():
    one = UUID(int=7)
    nodes = [Node(UUID(int=1), one, "court", "A"), Node(UUID(int=2), one, "court", "B")]
    found = network.findings(nodes, set(), [Flow(nodes[0].desk, nodes[1].desk, "service", 5)])
    assert Finding.NO_AGREEMENT not in {each.finding for each in found}


def test_halves_of_a_year_never_overlap():
    assert Period.of(date(2026, 6, 30)) == Period(2026, 1)
    assert Period.of(date(2026, 7, 1)) == Period(2026, 2)
    assert Period(2026, 1).before == Period(2025, 2)
    assert Period(2026, 2).before == Period(2026, 1)


WORDS = st.text(alphabet="abcdefghij éصمع", min_size=1, max_size=90)


@settings(max_examples=12, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=9), st.data())
def test_no_name_lies_on_another_and_no_arc_on_a_name(names, data):
    nodes = nodes_of(len(names), names)
    picks = st.sampled_from(nodes)
    arrows = data.draw(st.lists(st.tuples(picks, picks).filter(lambda p: p[0] != p[1]), max_size=12, unique=True))
    flows = [Flow(x.desk, y.desk, "service", 7) for x, y in arrows]
    agreed = {network.pair(x.desk, y.desk) for x, y in arrows[:4]}
    made = drawing.draw(nodes, agreed, flows, lambda kind: kind, lambda flow: "7")
    assert [label.desk for label in made.labels if label.desk] == [node.desk for node in nodes]
    for above, below in pairwise(made.labels):
        assert above.y + above.height <= below.y + 0.01
    assert made.labels[-1].y + made.labels[-1].height <= made.height
    assert all(0 < arc.bulge * 1.3 <= drawing.SIDE * 1.2 for arc in made.arcs)
    assert made == drawing.draw(nodes, agreed, flows, lambda kind: kind, lambda flow: "7"), "always the same picture"


def test_the_picture_is_mirrored_for_arabic_and_escapes_names():
    nodes = nodes_of(2, ["<b>Bureau</b>", "مكتب"])
    made = drawing.draw(
        nodes, set(), [Flow(nodes[0].desk, nodes[1].desk, "service", None)], lambda k: k, lambda f: "few"
    )
    left, right = made.svg(is_mirrored=False, title="t"), made.svg(is_mirrored=True, title="t")
    assert left != right
    assert "<b>" not in left
    assert 'direction="rtl"' in right
    assert "network__few" in left
    edge = drawing.SIDE + drawing.NAMES
    assert f"M{edge:g} " in left
    assert f"M{drawing.WIDTH - edge:g} " in right


def test_a_heat_picture_says_its_state_by_pattern_and_figure():
    rows = [heat.HeatRow("Hébergement", [heat.HeatCell(state, "0/4", state) for state in heat.STATES])]
    for is_mirrored in (False, True):
        svg = heat.draw(["a", "b", "c", "d"], rows, is_mirrored=is_mirrored, title="t")
        assert all(f"url(#gap-{state})" in svg for state in heat.STATES)
    assert all(f'id="gap-{state}"' in heat.defs() for state in heat.STATES)
