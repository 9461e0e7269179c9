"""How long, in words: « 24 heures », « 14 jours », « 4 heures avant l'échéance »."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.circuit.delay_words import DAYS_FROM, MINUTE
from kanaf.circuit.protocol import DAY, HOUR


def delay_text(seconds: int) -> str:
    """In days from a week on, else in hours, as people count in this trade; then in minutes and seconds."""
    if seconds % DAY == 0 and seconds >= DAYS_FROM:
        return _count(ngettext("%(count)s day", "%(count)s days", seconds // DAY), seconds // DAY)
    if seconds % HOUR == 0:
        return _count(ngettext("%(count)s hour", "%(count)s hours", seconds // HOUR), seconds // HOUR)
    if seconds % MINUTE == 0:
        return _count(ngettext("%(count)s minute", "%(count)s minutes", seconds // MINUTE), seconds // MINUTE)
    return _count(ngettext("%(count)s second", "%(count)s seconds", seconds), seconds)


def _count(words: str, count: int) -> str:
    return words % {"count": count}


def offset_text(seconds: int) -> str:
    """When a rung of the ladder comes."""
    if seconds == 0:
        return _("when it falls due")
    if seconds < 0:
        return _("%(delay)s before it falls due") % {"delay": delay_text(-seconds)}
    return _("%(delay)s after it fell due") % {"delay": delay_text(seconds)}
