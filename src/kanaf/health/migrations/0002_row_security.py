"""The medical part, row by row; findings for those who write in it; and two narrow looks at moments alone."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction
from kanaf.health.policies import COURT

READ, CARES = "kanaf_can(case_id, 'medical', 'read')", "kanaf_can(case_id, 'medical', 'write')"
LEADS = f"(kanaf_can(case_id, 'core', 'write') AND {READ})"
ARRANGES = f"({CARES} OR {LEADS})"
OUTSIDE = f"({LEADS} AND EXISTS (SELECT FROM health_request r WHERE r.id = request_id AND r.desk_to_id IS NULL))"
RECORDS = f"({CARES} OR {OUTSIDE})"
"""The doctors; for a doctor without an account here, the desk that leads the file."""
DECLINES = f"({LEADS} AND outcome = 'declined')"


def words(roles):
    return ", ".join(f"'{role.value}'" for role in sorted(roles))


def own(condition):
    """Whoever writes a row says so in it."""
    return f"written_by = kanaf_actor() AND ({condition})"


ON_REQUISITION = (
    "(requisition IS NOT NULL AND kanaf_can(case_id, 'judicial', 'write') AND desk_from_id IN"
    f" (SELECT p.desk FROM kanaf_posts() p WHERE p.role IN ({words(COURT)})))"
)
POLICIES = {
    "health_request": Policy(
        select=READ, insert=own(f"(requisition IS NULL AND {LEADS}) OR {ON_REQUISITION}"), update=ARRANGES
    ),
    "health_visit": Policy(select=READ, insert=own(ARRANGES), update=ARRANGES),
    "health_examination": Policy(select=READ, insert=own(RECORDS)),
    "health_findings": Policy(select=CARES, insert=own(CARES)),
    "health_limitanswer": Policy(select=READ, insert=own(f"{RECORDS} OR {DECLINES}")),
    "health_followup": Policy(select=READ, insert=own(ARRANGES), update=ARRANGES),
    "health_certificate": Policy(select=READ, insert=own(RECORDS)),
    "health_copy": Policy(select=READ, insert=own(ARRANGES)),
}
STAY = {
    "health_request": (
        "case_id", "kind", "desk_from_id", "desk_to_id", "due_at", "incidents", "requisition", "written_by", "written_at",
    ),
    "health_visit": ("case_id", "request_id", "at"),
    "health_followup": ("case_id", "request_id", "kind"),
}  # fmt: skip
"""What never changes in a row that may change at all; the other tables only grow."""

# Everything that came of a request is of its file; what names a certificate too.
SAME_FILE = """
DECLARE row jsonb := to_jsonb(NEW); file uuid;
BEGIN
  IF row ->> 'request_id' IS NOT NULL THEN
    SELECT r.case_id INTO file FROM health_request r WHERE r.id = (row ->> 'request_id')::uuid;
  ELSE
    SELECT c.case_id INTO file FROM health_certificate c WHERE c.id = (row ->> 'certificate_id')::uuid;
  END IF;
  IF file IS DISTINCT FROM NEW.case_id THEN
    RAISE EXCEPTION 'one file' USING ERRCODE = 'check_violation', CONSTRAINT = 'health_same_file';
  END IF;
  RETURN NEW;
END
"""

# From when the limits of a file count: moments of the incidents, and not one word of them.
MOMENTS = """
BEGIN
  RETURN QUERY
  SELECT i.case_id,
         CASE WHEN i.precision = 'period' THEN coalesce(i.happened_until, i.happened_at) ELSE i.happened_at END,
         coalesce(i.happened_until, i.happened_at), i.precision::text, i.recorded_at
  FROM cases_incident i
  WHERE i.case_id = ANY (files_) AND i.needs_medical_clock AND i.happened_at IS NOT NULL
    AND kanaf_can(i.case_id, 'core', 'read');
END
"""

# That a limit was answered, and when; how stays in the medical part. A no counts until the child is asked again.
ANSWERED = """
BEGIN
  RETURN QUERY
  SELECT a.id, a.case_id, a."limit"::text, a.at
  FROM health_limitanswer a
  WHERE a.case_id = ANY (files_) AND kanaf_can(a.case_id, 'core', 'read')
    AND NOT (a.outcome = 'declined' AND EXISTS (
      SELECT FROM health_request r WHERE r.case_id = a.case_id AND r.id <> a.request_id
        AND r.written_at > a.written_at AND r.status IN ('asked', 'booked')));
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("health", "0001_initial"),
        ("cases", "0004_file_doors"),
        ("grants", "0002_functions"),
    ]

    operations = [
        *[EnableRowSecurity(table, policy) for table, policy in POLICIES.items()],
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW WHEN ("
                + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
                + ") EXECUTE FUNCTION kanaf_row_stays()",
                f"DROP TRIGGER {table}_stays ON {table}",
            )
            for table, columns in STAY.items()
        ],
        SqlFunction("kanaf_health_same_file()", "trigger", SAME_FILE, volatility="VOLATILE"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_same_file BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION kanaf_health_same_file()",
                f"DROP TRIGGER {table}_same_file ON {table}",
            )
            for table in POLICIES
            if table != "health_request"
        ],
        SqlFunction(
            "kanaf_medical_moments(files_ uuid[])",
            "TABLE(file uuid, at timestamptz, latest timestamptz, exactness text, known_at timestamptz)",
            MOMENTS,
        ),
        SqlFunction(
            "kanaf_limits_answered(files_ uuid[])", "TABLE(id uuid, file uuid, answered text, at timestamptz)", ANSWERED
        ),
    ]
