"""Who chairs the committee of a place: what an escalation that nobody answered comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kanaf.territory.models import Place


@dataclass(frozen=True)
class Chair:
    """The person who presides, her desk, and the committee; none of them opens a file by that."""

    committee: UUID
    account: UUID
    desk: UUID | None


def chair_of(*places: Place) -> Chair | None:
    """The chair of the committee nearest to the first of these places that has one (a dispositif has several).

    The commune's own committee comes before the province's and the region's; of two in one place, the kinds come in
    their order (the local one at the court first). A substitute answers where no member is named; a committee whose
    chair has no account is passed over. ``None`` when nobody presides anywhere above. Asked by background tasks too.
    """
    for place in places:
        if found := _chair(list(reversed(place.lineage))):
            return found
    return None


def _chair(nearest_first: Sequence[UUID]) -> Chair | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT committee, account, desk FROM kanaf_committee_chair(%s)", [list(nearest_first)])
        row = cursor.fetchone()
    return Chair(*row) if row else None
