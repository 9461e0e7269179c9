"""A lead that is taken away leaves a gap: whoever takes it away is refused at commit, like any other gap."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

ONE_LEAD_WITHOUT_GAP = """
DECLARE
  changed jsonb; file uuid; covered tstzmultirange; opened timestamptz; last uuid; shown uuid;
BEGIN
  IF TG_OP = 'DELETE' THEN changed := to_jsonb(OLD); ELSE changed := to_jsonb(NEW); END IF;
  file := (changed ->> CASE TG_TABLE_NAME WHEN 'cases_lead' THEN 'case_id' ELSE 'id' END)::uuid;
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


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_profiles_of_the_circuits")]

    operations = [
        SqlFunction("kanaf_one_lead_without_gap()", "trigger", ONE_LEAD_WITHOUT_GAP, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER cases_lead_gone AFTER DELETE ON cases_lead"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kanaf_one_lead_without_gap()",
            "DROP TRIGGER cases_lead_gone ON cases_lead",
        ),
    ]
