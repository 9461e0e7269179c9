"""Whether a ladder of escalation climbs: each rung later than the one before, nobody told in a circle."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kanaf.circuit.delay_words import words_of
from kanaf.circuit.findings import Finding, wrong
from kanaf.circuit.problems import Path
from kanaf.circuit.protocol import Step
from kanaf.circuit.schema_words import unknown

RECIPIENTS = ("duty", "cover", "coordinator", "supervisor", "committee_chair")
"""From the person on duty upwards: silence climbs, and never comes down."""


def check_ladder(ladder: Sequence[Step], path: Path) -> Iterator[Finding]:
    """Everything in a ladder that does not climb."""
    for at, step in enumerate(ladder):
        here = (*path, "ladder", at)
        if step.tell not in RECIPIENTS:
            yield wrong((*here, "tell"), unknown(step.tell, list(RECIPIENTS)))
        elif at:
            yield from _climb(ladder[:at], step, here)


def _climb(before: Sequence[Step], step: Step, here: Path) -> Iterator[Finding]:
    last = before[-1]
    if step in before:
        said = _("“%(who)s” is told twice at %(after)s: keep one of the two.")
        yield wrong(here, said % {"who": step.tell, "after": words_of(step.after)})
    elif step.after < last.after:
        said = _("This rung comes before the one above it (%(after)s, then %(before)s): put them in order.")
        yield wrong((*here, "after"), said % {"after": words_of(last.after), "before": words_of(step.after)})
    if step.tell != last.tell and any(other.tell == step.tell for other in before):
        said = _("The escalation turns in a circle: “%(who)s” was told before “%(last)s”. Tell somebody above.")
        yield wrong((*here, "tell"), said % {"who": step.tell, "last": last.tell})
    elif last.tell in RECIPIENTS and RECIPIENTS.index(step.tell) < RECIPIENTS.index(last.tell):
        said = _("The escalation comes down from “%(last)s” to “%(who)s”: tell somebody above, or put them in order.")
        yield wrong((*here, "tell"), said % {"who": step.tell, "last": last.tell})
