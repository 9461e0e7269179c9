"""What the file page says of consent and of sharing that was taken back: only what somebody has to do."""

from dataclasses import dataclass
from datetime import datetime

from kanaf.actors.actor import Actor
from kanaf.actors.naming import desk_name
from kanaf.cases.access import consents
from kanaf.cases.consent_words import life_in_words
from kanaf.cases.models import Consent
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_consent import current
from kanaf.referrals.models import StopNotice
from kanaf.referrals.stops.access import stops_of


@dataclass(frozen=True)
class ToAsk:
    """One answer that is to be asked again, soon or now."""

    what: str
    why: str
    is_over: bool


@dataclass(frozen=True)
class Answers:
    """The consents that call for somebody, and the desks that have not confirmed that they stopped."""

    to_ask: list[ToAsk]
    silent: list[StopNotice]


def answers(actor: Actor, file: OpenFile, now: datetime, *, may_be_stopped: bool) -> Answers:
    """Empty for whom the social part is closed, and once the file is closed nobody asks again.

    Only a referral that was taken back leaves a desk to be told: without one (``may_be_stopped``) nothing is asked.
    """
    stops = stops_of(actor, file) if may_be_stopped else []
    silent = [notice for notice in stops if notice.acknowledged_at is None]
    if not file.case.is_open:
        return Answers([], silent)
    holding = current(consents.consents(file))
    standing = consents.lives(consents.birth_of(file), holding, now) if holding else {}
    to_ask = [
        ToAsk(_what(c), life_in_words(standing[c.id], c.holds_until), standing[c.id].is_over)
        for c in holding
        if standing[c.id].must_ask
    ]
    return Answers(sorted(to_ask, key=lambda one: not one.is_over), silent)


def _what(consent: Consent) -> str:
    purpose = str(consent.get_purpose_display())
    return f"{purpose} · {desk_name(consent.desk)}" if consent.desk else purpose
