"""Narrow functions of files: the one moment of the core that an incident keeps, and who may never agree for a child."""

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
    ]
