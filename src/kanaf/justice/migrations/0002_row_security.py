"""The judicial part, row by row; what left stays as it left; who acknowledges; what a court opens, and what it closes."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction
from kanaf.justice.policies import CALLED, COURT_DESKS, SEIZING

READ, WRITE = "kanaf_can(case_id, 'judicial', 'read')", "kanaf_can(case_id, 'judicial', 'write')"
TABLES = {
    "justice_reportdecision": ("case_id",),
    "justice_sheet": ("case_id", "kind"),
    "justice_procedure": ("case_id", "court_id", "year", "reference"),
    "justice_requisition": ("case_id", "procedure_id", "desk_from_id", "desk_to_id", "due_at"),
    "justice_hearing": ("case_id", "procedure_id", "at", "desk_id"),
    "justice_step": ("case_id", "procedure_id", "kind", '"on"'),
    "justice_minutes": ("case_id", "procedure_id"),
    "justice_measure": ("case_id", "procedure_id", "kind", "ordered_on", "ends_on"),
    "justice_review": ("case_id", "measure_id"),
    "justice_stay": ("case_id", "measure_id", "desk_id"),
}
"""Each table of the part, and what never changes in a row of it."""


def words(kinds):
    return ", ".join(f"'{kind.value}'" for kind in sorted(kinds))


def stays(table, columns):
    moved = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({moved})"
        " EXECUTE FUNCTION kanaf_row_stays()",
        f"DROP TRIGGER {table}_stays ON {table}",
    )


# A procedure and what happens in it are of one file; so are a measure, its reviews and its stays.
SAME_FILE = """
DECLARE row jsonb := to_jsonb(NEW); file uuid;
BEGIN
  IF row ->> 'procedure_id' IS NOT NULL THEN
    SELECT p.case_id INTO file FROM justice_procedure p WHERE p.id = (row ->> 'procedure_id')::uuid;
    IF file IS DISTINCT FROM NEW.case_id THEN
      RAISE EXCEPTION 'one file' USING ERRCODE = 'check_violation', CONSTRAINT = 'justice_same_file';
    END IF;
  END IF;
  IF row ->> 'measure_id' IS NOT NULL THEN
    SELECT m.case_id INTO file FROM justice_measure m WHERE m.id = (row ->> 'measure_id')::uuid;
    IF file IS DISTINCT FROM NEW.case_id THEN
      RAISE EXCEPTION 'one file' USING ERRCODE = 'check_violation', CONSTRAINT = 'justice_same_file';
    END IF;
  END IF;
  RETURN NEW;
END
"""

# A sheet leaves on a decision that stands, is never changed afterwards, and is acknowledged by whom it was sent to.
SHEET = """
DECLARE me uuid := kanaf_actor(); answered text[] := ARRAY['status', 'acknowledged_by', 'acknowledged_at',
  'procedure_id', 'version'];
BEGIN
  IF me IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' THEN RAISE EXCEPTION 'a sheet begins as a draft' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'sheet_begins_as_draft'; END IF;
    RETURN NEW;
  END IF;
  IF OLD.status = 'draft' AND NEW.status <> 'draft' AND (
       NEW.status <> 'sent' OR NEW.sent_by IS DISTINCT FROM me OR NOT kanaf_can(NEW.case_id, 'core', 'write')
       OR (NEW.kind = 'prosecutor' AND NOT EXISTS (
         SELECT FROM justice_reportdecision d WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id
           AND d.choice = 'report' AND (d.status = 'approved' OR (d.is_urgent AND d.status <> 'draft'))))) THEN
    RAISE EXCEPTION 'a sheet leaves on a decision that stands' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'sheet_may_leave';
  END IF;
  IF OLD.status <> 'draft' THEN
    IF to_jsonb(NEW) - answered IS DISTINCT FROM to_jsonb(OLD) - answered THEN
      RAISE EXCEPTION 'what left stays as it left' USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_stays';
    END IF;
    IF OLD.status = 'acknowledged' OR NEW.status <> 'acknowledged' OR NEW.acknowledged_by IS DISTINCT FROM me
       OR NOT EXISTS (SELECT FROM kanaf_desks() d WHERE d = NEW.desk_to_id) THEN
      RAISE EXCEPTION 'the desk it was sent to acknowledges' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'sheet_acknowledged_by_its_desk';
    END IF;
  END IF;
  RETURN NEW;
END
"""

# Access by decision of a court: the prosecutor or judge of the desk that keeps the procedure, while it is open.
CALLS = f"""
DECLARE file uuid; kept_by uuid;
BEGIN
  SELECT p.case_id, p.court_id INTO file, kept_by FROM justice_procedure p
  WHERE p.id = procedure_ AND p.closed_on IS NULL;
  IF file IS NULL OR NOT kanaf_can(file, 'judicial', 'write')
     OR NOT EXISTS (SELECT FROM kanaf_posts() p WHERE p.desk = kept_by AND p.role IN ({words(SEIZING)}))
     OR NOT EXISTS (SELECT FROM actors_desk d WHERE d.id = kept_by AND d.kind IN ({words(COURT_DESKS)}))
     OR NOT EXISTS (SELECT FROM actors_desk d WHERE d.id = desk_ AND d.is_active AND d.kind IN ({words(CALLED)})) THEN
    RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';
  END IF;
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), file, desk_, part, wanted, 'court', procedure_, tstzrange(now(), NULL), NULL, false,
         kanaf_actor(), now()
  FROM (VALUES ('core', 'read'), ('identity', 'read'), ('judicial', 'write')) AS o(part, wanted)
  WHERE NOT EXISTS (
    SELECT FROM grants_grant g WHERE g.subject_id = file AND g.desk_id = desk_ AND g.compartment = part
      AND g.valid @> now() AND (g.level = 'write' OR wanted = 'read'));
END
"""

CLOSES = """
BEGIN
  UPDATE grants_grant SET valid = tstzrange(lower(valid), now())
  WHERE subject_id = NEW.case_id AND basis = NEW.id AND reason = 'court' AND valid @> now();
  RETURN NULL;
END
"""

# Numbers only, over parts that the reader may not open: how often the child had to tell it.
TIMES_HEARD = """
BEGIN
  IF NOT kanaf_can(case_, 'core', 'read') THEN RETURN; END IF;
  RETURN QUERY SELECT
    (SELECT count(*) FROM cases_contact c WHERE c.case_id = case_ AND c.child_seen
       AND (c.child_alone OR c.kind IN ('first_contact', 'interview')))::int,
    ((SELECT count(*) FROM justice_hearing h WHERE h.case_id = case_ AND h.status = 'held' AND h.child_heard)
      + (SELECT count(*) FROM justice_review r WHERE r.case_id = case_ AND r.child_heard))::int,
    (SELECT coalesce(sum(m.interviews), 0) FROM justice_minutes m
       WHERE m.case_id = case_ AND m.kind <> 'hearing')::int,
    (SELECT count(*) FROM referrals_referral f WHERE f.case_id = case_ AND f.category = 'medical'
       AND f.status = 'done')::int;
END
"""

# A row without a mark says that the address is good; the marks of moments lead to no record.
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
    AND h.at > now() - interval '30 days' AND h.at < now() + interval '1 year'
    AND EXISTS (SELECT FROM grants_grant g WHERE g.subject_id = h.case_id AND g.desk_id = at_desk
                AND g.compartment = 'judicial' AND g.valid @> now());
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("justice", "0001_initial"),
        ("cases", "0004_file_doors"),
        ("referrals", "0002_row_security"),
        ("grants", "0002_functions"),
    ]

    operations = [
        *[EnableRowSecurity(table, Policy(select=READ, insert=WRITE, update=WRITE)) for table in TABLES],
        EnableRowSecurity(
            "justice_calendarfeed",
            Policy(select="account = kanaf_actor()", insert="account = kanaf_actor()", update="account = kanaf_actor()"),
        ),
        *[stays(table, columns) for table, columns in TABLES.items()],
        SqlFunction("kanaf_justice_same_file()", "trigger", SAME_FILE, volatility="VOLATILE"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_same_file BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION kanaf_justice_same_file()",
                f"DROP TRIGGER {table}_same_file ON {table}",
            )
            for table in TABLES
            if table not in {"justice_reportdecision", "justice_procedure"}
        ],
        migrations.RunSQL(
            "CREATE TRIGGER justice_reportdecision_four_eyes BEFORE INSERT OR UPDATE ON justice_reportdecision"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_four_eyes()",
            "DROP TRIGGER justice_reportdecision_four_eyes ON justice_reportdecision",
        ),
        SqlFunction("kanaf_sheet()", "trigger", SHEET, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER justice_sheet_leaves BEFORE INSERT OR UPDATE ON justice_sheet"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_sheet()",
            "DROP TRIGGER justice_sheet_leaves ON justice_sheet",
        ),
        SqlFunction("kanaf_court_calls(procedure_ uuid, desk_ uuid)", "void", CALLS, volatility="VOLATILE"),
        SqlFunction("kanaf_court_closes()", "trigger", CLOSES, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER justice_procedure_closes AFTER UPDATE OF closed_on ON justice_procedure"
            " FOR EACH ROW WHEN (OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL)"
            " EXECUTE FUNCTION kanaf_court_closes()",
            "DROP TRIGGER justice_procedure_closes ON justice_procedure",
        ),
        SqlFunction(
            "kanaf_times_heard(case_ uuid)",
            "TABLE(contacts int, hearings int, minutes int, examinations int)",
            TIMES_HEARD,
        ),
        SqlFunction(
            "kanaf_court_calendar(secret_ bytea)",
            "TABLE(mark uuid, at timestamptz, changed_at timestamptz, is_cancelled boolean)",
            CALENDAR,
        ),
    ]
