"""Where people are in the index: found by id, many at once, and never one for another."""

from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.people import People
from kanaf.persons.services import Facts

IDS = st.builds(
    lambda first, second: UUID(int=(first << 64) | second), *[st.integers(0, 3) | st.integers(0, 2**64 - 1)] * 2
)


@given(come=st.lists(st.lists(IDS, unique=True, max_size=6), max_size=5), asked=st.sets(IDS, max_size=8))
def test_each_id_leads_to_its_own_places_and_to_no_others(come, asked):
    people, kept = People(), [one for batch in come for one in batch]
    is_there = np.ones(len(kept), dtype=np.bool_)
    for batch in come:
        people.come(batch)
        people.merge(is_there)
    asked |= set(kept[::2])
    expected = {place for place, one in enumerate(kept) if one in asked}
    for ids in (asked, b"".join(one.bytes for one in asked)):
        assert set(people.places(ids).tolist()) == expected


def test_whoever_was_corrected_or_erased_is_not_open_where_they_were():
    one, other = UUID(int=1), UUID(int=2)
    everybody = Everybody()
    everybody.change([(one, Facts(given_name="Salma").traits), (other, Facts(given_name="Salma").traits)])
    assert {n.person for n in everybody.named("Salma", within={one, other})} == {one, other}
    everybody.change([(one, Facts(given_name="Widad").traits), (other, None)])
    assert everybody.named("Salma", within={one, other}) == []
    assert [n.person for n in everybody.named("Widad", within=everybody.within({one, other}))] == [one]
