"""Row-level rules of reports and files, and the two rules of the lead: never two, never none."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction


def part(subject: str, compartment: str, *, insert: str = "", deletable: bool = False) -> Policy:
    """Read with read, write with write, in one compartment (a literal or a column)."""
    read = f"kanaf_can({subject}, {compartment}, 'read')"
    write = f"kanaf_can({subject}, {compartment}, 'write')"
    return Policy(select=read, insert=insert or write, update=write, delete=write if deletable else None)


CORE, IDENTITY, SOCIAL = "'core'", "'identity'", "'social'"

TABLES = {
    "cases_report": part("id", CORE),
    "cases_reportstatement": part("report_id", SOCIAL),
    "cases_reportcontact": part("report_id", IDENTITY),
    "cases_reportaddition": part("report_id", SOCIAL),
    "cases_triage": part("report_id", CORE),
    "cases_case": part("id", CORE),
    "cases_lead": part("case_id", CORE),
    "cases_caseparty": part("case_id", IDENTITY),
    "cases_incident": part("case_id", SOCIAL),
    "cases_consent": part("case_id", SOCIAL),
    "cases_safetyplan": part("case_id", SOCIAL),
    "cases_assessment": part("case_id", SOCIAL),
    "cases_plan": part("case_id", SOCIAL),
    "cases_plangoal": part("case_id", SOCIAL, deletable=True),
    "cases_planaction": part("case_id", SOCIAL, deletable=True),
    "cases_contact": part("case_id", "compartment"),
    "cases_note": part("case_id", "compartment"),
    "cases_attachment": part("case_id", "compartment"),
    "cases_closure": part("case_id", SOCIAL),
    "cases_reopening": part("case_id", CORE),
    "cases_complaint": part("id", CORE),
    "cases_complaintstatement": part("complaint_id", SOCIAL),
}

FILE_DESKS = """
BEGIN
  RETURN QUERY SELECT DISTINCT p.desk FROM kanaf_posts() p
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case' AND r.compartment = 'core';
END
"""

KEEP_LEAD_DESK = """
BEGIN
  UPDATE cases_case SET lead_desk_id = NEW.desk_id
  WHERE id = NEW.case_id AND upper_inf(NEW.during) AND lead_desk_id <> NEW.desk_id;
  RETURN NULL;
END
"""

ONE_LEAD_WITHOUT_GAP = """
DECLARE
  file uuid := CASE TG_TABLE_NAME WHEN 'cases_lead' THEN (to_jsonb(NEW) ->> 'case_id')::uuid ELSE NEW.id END;
  covered tstzmultirange; opened timestamptz; last uuid; shown uuid;
BEGIN
  SELECT c.opened_at, c.lead_desk_id INTO opened, shown FROM cases_case c WHERE c.id = file;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT range_agg(l.during) INTO covered FROM cases_lead l WHERE l.case_id = file;
  SELECT l.desk_id INTO last FROM cases_lead l WHERE l.case_id = file AND upper_inf(l.during);
  IF last IS NOT NULL AND NOT EXISTS (
    SELECT FROM grants_grant g WHERE g.subject_id = file AND g.desk_id = last AND g.reason = 'lead' AND g.valid @> now()
  ) THEN
    RAISE EXCEPTION 'a desk leads the file that it was given, and no other' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'lead_was_given';
  END IF;
  IF covered IS NULL OR covered <> tstzmultirange(tstzrange(opened, NULL)) OR last IS DISTINCT FROM shown THEN
    RAISE EXCEPTION 'every moment of a file has exactly one leading desk' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'lead_without_gap';
  END IF;
  RETURN NULL;
END
"""

STAYS = """
BEGIN
  RAISE EXCEPTION 'a row stays in its file and in its part' USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays';
END
"""

STAYING = {
    **{table: ("case_id",) for table in TABLES if table not in {"cases_case", "cases_complaint", "cases_report"}},
    **{table: ("case_id", "compartment") for table in ("cases_contact", "cases_note", "cases_attachment")},
    **{table: ("report_id",) for table in ("cases_reportstatement", "cases_reportcontact", "cases_reportaddition")},
    "cases_triage": ("report_id",),
    "cases_complaintstatement": ("complaint_id",),
}
"""What a row hangs on. Its words are sealed under that key: in another file they would be noise."""


def stays(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """Refuse to move a row, whoever writes both places."""
    moved = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({moved})"
        " EXECUTE FUNCTION kanaf_row_stays()",
        f"DROP TRIGGER {table}_stays ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("grants", "0002_functions"), ("persons", "0002_row_security")]

    operations = [
        SqlFunction("kanaf_file_desks()", "SETOF uuid", FILE_DESKS),
        SqlFunction("kanaf_keep_lead_desk()", "trigger", KEEP_LEAD_DESK, volatility="VOLATILE"),
        SqlFunction("kanaf_one_lead_without_gap()", "trigger", ONE_LEAD_WITHOUT_GAP, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER cases_lead_shown AFTER INSERT OR UPDATE ON cases_lead"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_keep_lead_desk();"
            " CREATE CONSTRAINT TRIGGER cases_lead_without_gap AFTER INSERT OR UPDATE ON cases_lead"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kanaf_one_lead_without_gap();"
            " CREATE CONSTRAINT TRIGGER cases_case_has_lead AFTER INSERT OR UPDATE ON cases_case"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kanaf_one_lead_without_gap()",
            "DROP TRIGGER cases_lead_shown ON cases_lead; DROP TRIGGER cases_lead_without_gap ON cases_lead;"
            " DROP TRIGGER cases_case_has_lead ON cases_case",
        ),
        SqlFunction("kanaf_row_stays()", "trigger", STAYS, volatility="VOLATILE"),
        *[stays(table, columns) for table, columns in STAYING.items()],
        *[EnableRowSecurity(table, policy) for table, policy in TABLES.items()],
    ]
