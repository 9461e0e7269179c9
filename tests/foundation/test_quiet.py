"""When a mail may ring."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kanaf.foundation.quiet import Quiet, mail_moment

QUIET = Quiet(since=20, until=7, digest=8)
CASABLANCA = ZoneInfo("Africa/Casablanca")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), st.booleans(), st.booleans())
def test_a_mail_never_leaves_before_its_time_and_only_a_high_risk_rings_at_night(at, is_high, is_reminder):
    moment = mail_moment(at, is_high=is_high, is_reminder=is_reminder, quiet=QUIET, zone=CASABLANCA)
    assert at <= moment <= at + timedelta(hours=25)
    hour = moment.astimezone(CASABLANCA).hour
    assert moment == at if is_high else 7 <= hour < 20


def test_a_reminder_of_the_morning_waits_for_the_digest_and_an_evening_alert_for_the_morning():
    nine = datetime(2026, 11, 24, 9, 0, tzinfo=CASABLANCA)
    late = nine.replace(hour=22)
    how = {"quiet": QUIET, "zone": CASABLANCA}
    assert mail_moment(nine, is_high=False, is_reminder=True, **how) == nine.replace(day=25, hour=8)
    assert mail_moment(nine, is_high=False, is_reminder=False, **how) == nine
    assert mail_moment(late, is_high=False, is_reminder=False, **how) == nine.replace(day=25, hour=7)
    assert mail_moment(late, is_high=True, is_reminder=False, **how) == late
