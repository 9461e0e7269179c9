"""The calendar of a court tells nothing to whoever has a conflict of interest in the file."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

CALENDAR = """
DECLARE feed uuid; who uuid; at_desk uuid;
BEGIN
  SELECT f.id, f.account, f.desk_id INTO feed, who, at_desk FROM justice_calendarfeed f
  WHERE f.secret_blind = secret_ AND f.revoked_at IS NULL;
  IF feed IS NULL OR NOT EXISTS (
    SELECT FROM actors_membership m JOIN actors_account a ON a.id = m.account_id AND a.is_active
    JOIN grants_rolepower r ON r.role = m.role AND r.kind = 'case' AND r.compartment = 'judicial'
    WHERE m.account_id = who AND m.desk_id = at_desk AND m.since <= (now() AT TIME ZONE 'UTC')::date
      AND (m.until IS NULL OR m.until > (now() AT TIME ZONE 'UTC')::date)) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT NULL::uuid, NULL::timestamptz, NULL::timestamptz, false;
  RETURN QUERY
  SELECT md5(feed::text || h.id::text)::uuid, h.at, h.written_at, h.status <> 'set'
  FROM justice_hearing h JOIN justice_procedure p ON p.id = h.procedure_id
  WHERE (h.desk_id = at_desk OR p.court_id = at_desk) AND h.status <> 'held'
    AND h.at > now() - interval '30 days' AND h.at < now() + interval '1 year' AND NOT kanaf_apart(h.case_id, who)
    AND EXISTS (SELECT FROM grants_grant g WHERE g.subject_id = h.case_id AND g.desk_id = at_desk
                AND g.compartment = 'judicial' AND g.valid @> now());
END
"""


class Migration(migrations.Migration):
    dependencies = [("justice", "0002_row_security"), ("grants", "0004_conflict_of_interest")]

    operations = [
        SqlFunction(
            "kanaf_court_calendar(secret_ bytea)",
            "TABLE(mark uuid, at timestamptz, changed_at timestamptz, is_cancelled boolean)",
            CALENDAR,
        ),
    ]
