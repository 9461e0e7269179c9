"""What a page and a sheet both say: the quorum in a sentence, who owes something."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.actors.naming import desk_name, said
from kanaf.committees.access.meetings import Chairs


def owner_name(thing: Any) -> str:
    """The desk, or the organisation that has none."""
    if thing.desk_id:
        return desk_name(thing.desk)
    return said(thing.organisation) if thing.organisation_id else ""


def quorum_count(chairs: Chairs, *, is_held: bool) -> str:
    """« 6 sièges représentés sur 13 ; il en faut 7. »; before the meeting, how many seats are filled."""
    found = chairs.quorum
    represented = (
        _filled(found.represented)
        if not is_held
        else ngettext(
            "%(count)s of %(seats)s seats is represented.",
            "%(count)s of %(seats)s seats are represented.",
            found.represented,
        )
    )
    needed = ngettext("%(count)s is needed.", "%(count)s are needed.", found.needed)
    return f"{represented % {'count': found.represented, 'seats': found.seats}} {needed % {'count': found.needed}}"


def _filled(count: int) -> str:
    return ngettext("%(count)s of %(seats)s seats is filled.", "%(count)s of %(seats)s seats are filled.", count)


def quorum_missing(chairs: Chairs) -> str:
    """The required seats that nobody represents, or nothing."""
    names = _(", ").join(drawn.label for drawn in chairs.missing)
    return _("There is no quorum without: %(seats)s.") % {"seats": names} if names else ""


def quorum_verdict(chairs: Chairs, *, is_held: bool) -> str:
    """Reached or not; before the meeting, what would be if every named person came."""
    if is_held:
        return _("Quorum reached.") if chairs.quorum.is_reached else _("Quorum not reached.")
    if chairs.quorum.is_reached:
        return _("If everybody comes, the quorum is reached.")
    return _("Even if everybody comes, the quorum is not reached.")


def who_came(chairs: Chairs, seat: Any) -> str:
    """In words, what was written down for a seat; empty before the meeting."""
    row = chairs.noted.get(seat.id)
    return str(row.get_presence_display()) if row else ""
