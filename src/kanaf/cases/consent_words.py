"""Where an answer about consent stands, in a sentence for whoever works with the file."""

from datetime import datetime

from django.utils.translation import gettext as _

from kanaf.cases.policies_consent_life import Life, Standing
from kanaf.foundation import words


def life_in_words(life: Life, holds_until: datetime | None) -> str:
    """One or two sentences; empty where time changes nothing."""
    if life.is_expired:
        return _("It held until %(day)s: ask again. Nothing new is shared on it.") % {"day": _day(holds_until)}
    if life.step is not None:
        return f"{_birthday(life)} {_what_then(life)}"
    if holds_until is None:
        return ""
    if life.standing is Standing.ENDING:
        return _("It holds until %(day)s: ask again before.") % {"day": _day(holds_until)}
    return _("It holds until %(day)s.") % {"day": _day(holds_until)}


def _birthday(life: Life) -> str:
    step, window = life.step, life.window
    if step is None or window is None:
        return ""
    said = {"years": step.years, "day": words.date_text(window.first)}
    if step.is_majority:
        if window.is_exact:
            return _("Of age since %(day)s: decides alone.") % said
        return _("May be of age since %(day)s: decides alone.") % said
    if window.is_exact:
        return _("%(years)s years old since %(day)s: ask the child in person.") % said
    return _("May be %(years)s years old since %(day)s: ask the child in person.") % said


def _what_then(life: Life) -> str:
    if life.step is not None and life.step.is_majority:
        return _("What others agreed to, or refused, counts no more.")
    if life.is_over:
        return _("Nothing new is shared on the old answer.")
    last = words.date_text(life.bears_until) if life.bears_until else ""
    return _("Until %(day)s, sharing still rests on the old answer.") % {"day": last}


def _day(moment: datetime | None) -> str:
    return words.date_text(words.local(moment).date()) if moment else ""
