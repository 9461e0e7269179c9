"""Narrow functions of files: the one moment of the core that an incident keeps, who may never agree for a child,
and the two hands of what one person writes and another approves."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

# Whoever writes incidents (an educator) may not write the core, where the hospital reads the countdown.
KEEP_MEDICAL_CLOCK = """
BEGIN
  IF NOT kanaf_can(file_, 'social', 'write') THEN
    RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';
  END IF;
  UPDATE cases_case SET medical_from = from_ WHERE id = file_ AND status = 'open';
END
"""

# The third lock, after the form and the service: an alleged author never agrees for the child.
CONSENT_ADULT = """
DECLARE who uuid; part text; file uuid;
BEGIN
  IF NEW.adult_id IS NULL THEN RETURN NEW; END IF;
  SELECT p.person_id, p.role, p.case_id INTO who, part, file FROM cases_caseparty p WHERE p.id = NEW.adult_id;
  IF file IS DISTINCT FROM NEW.case_id OR part NOT IN ('caregiver', 'trusted') OR EXISTS (
    SELECT FROM cases_caseparty a
    WHERE a.case_id = NEW.case_id AND a.person_id = who AND a.role = 'alleged_author' AND a.ended_at IS NULL
  ) THEN
    RAISE EXCEPTION 'this adult may not agree for the child' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'consent_adult_may_agree';
  END IF;
  RETURN NEW;
END
"""

# The third lock of four eyes: whoever writes signs, and whoever approves signs, each with her own name only.
FOUR_EYES = """
DECLARE
  me uuid := kanaf_actor(); lead uuid;
  is_new boolean := TG_OP = 'INSERT';
  writes boolean := is_new OR NEW.written_by IS DISTINCT FROM OLD.written_by;
  approves boolean := NEW.status = 'approved' AND (is_new OR OLD.status <> 'approved');
BEGIN
  IF me IS NULL THEN RETURN NEW; END IF;
  SELECT c.lead_desk_id INTO lead FROM cases_case c WHERE c.id = NEW.case_id;
  IF (writes AND NEW.written_by <> me)
     OR (NOT approves AND NEW.approved_by IS NOT NULL AND (is_new OR NEW.approved_by IS DISTINCT FROM OLD.approved_by))
     OR (approves AND (
       is_new OR NEW.approved_by IS DISTINCT FROM me OR me IN (OLD.written_by, NEW.written_by)
       OR EXISTS (SELECT FROM journal_entry j
                  WHERE j.subject = NEW.id AND j.actor = me AND right(j.kind, 8) = '_written')
       OR NOT (kanaf_desk_role(lead, 'supervisor') OR kanaf_desk_role(lead, 'desk_coordinator')))) THEN
    RAISE EXCEPTION 'another person than its author approves' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'four_eyes';
  END IF;
  RETURN NEW;
END
"""
APPROVED = ("cases_assessment", "cases_plan", "cases_closure")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_public_doors")]

    operations = [
        SqlFunction(
            "kanaf_keep_medical_clock(file_ uuid, from_ timestamptz)", "void", KEEP_MEDICAL_CLOCK, volatility="VOLATILE"
        ),
        SqlFunction("kanaf_consent_adult()", "trigger", CONSENT_ADULT, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER cases_consent_adult BEFORE INSERT OR UPDATE OF adult_id ON cases_consent"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_consent_adult()",
            "DROP TRIGGER cases_consent_adult ON cases_consent",
        ),
        SqlFunction("kanaf_four_eyes()", "trigger", FOUR_EYES, volatility="VOLATILE"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_four_eyes BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION kanaf_four_eyes()",
                f"DROP TRIGGER {table}_four_eyes ON {table}",
            )
            for table in APPROVED
        ],
    ]
