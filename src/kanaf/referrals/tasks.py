"""What time does to hand-overs."""

from datetime import datetime

from kanaf.referrals import services_steps


def expire(now: datetime) -> int:
    """Referrals that nobody answered lapse; how many did."""
    return services_steps.expire(actor=services_steps.CLOCK, at=now)
