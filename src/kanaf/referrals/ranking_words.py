"""Why a desk stands where it stands, said in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.referrals.ranking import Suggestion, Why

HOURS_SAID_UNTIL = 48


def words_of(suggestion: Suggestion) -> list[str]:
    """One short sentence a reason, what stands in the way first."""
    return [said(why, figures) for why, figures in suggestion.reasons]


def said(why: Why, figures: Mapping[str, int]) -> str:
    """One reason."""
    if why is Why.ROOM:
        free = figures["free"]
        return ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free}
    if why is Why.OTHER_AGE:
        return _age(figures)
    if why is Why.ANSWERS:
        return _("says yes to about %(share)s %% of referrals, usually %(delay)s") % {
            "share": figures["share"],
            "delay": _delay(figures["hours"]),
        }
    return _plain()[why]


def _age(figures: Mapping[str, int]) -> str:
    if figures["to"]:
        return _("receives children from %(from)s to %(to)s only") % figures
    return _("receives from the age of %(from)s only") % figures


def _delay(hours: int) -> str:
    if hours <= HOURS_SAID_UNTIL:
        return ngettext("within %(count)s hour", "within %(count)s hours", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("within %(count)s day", "within %(count)s days", days) % {"count": days}


def _plain() -> Mapping[Why, str]:
    return {
        Why.OTHER_SERVICE: _("does not offer this service"),
        Why.CLOSED: _("closed for now"),
        Why.FULL: _("no place free"),
        Why.ASKED_BEFORE: _("already asked for this child, without success"),
        Why.COVERS: _("in charge of the child’s place"),
        Why.NEAR: _("in the same province"),
        Why.FAR: _("in another territory"),
        Why.ROOM_UNKNOWN: _("free places not known"),
        Why.SPEAKS: _("receives in the child’s language"),
        Why.OTHER_LANGUAGE: _("does not receive in the child’s language"),
        Why.VERIFIED: _("entry verified lately"),
        Why.NOT_VERIFIED: _("entry to be verified: call first"),
    }
