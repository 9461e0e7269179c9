"""A referral is read by the file workers of its two desks, and rests on what the child and the family said."""

from django.db import migrations

from kanaf.cases.policies_consent import JUSTICE
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

OURS = "desk_from_id IN (SELECT kanaf_file_desks()) OR desk_to_id IN (SELECT kanaf_file_desks())"
DUTY = ", ".join(f"'{kind.value}'" for kind in sorted(JUSTICE))


def holds(case: str, desk: str) -> str:
    """No answer in force is against it: refused, taken back, or given by somebody named as author since."""
    return f"""
NOT EXISTS (
    SELECT FROM cases_consent c JOIN actors_desk d ON d.id = c.desk_id
    WHERE c.case_id = {case} AND c.desk_id = {desk} AND c.purpose = 'share' AND d.kind NOT IN ({DUTY})
      AND NOT EXISTS (SELECT FROM cases_consent later WHERE later.replaces_id = c.id)
      AND (c.state IN ('refused', 'withdrawn') OR (c.state = 'given' AND EXISTS (
        SELECT FROM cases_caseparty adult
        JOIN cases_caseparty author ON author.case_id = adult.case_id AND author.person_id = adult.person_id
        WHERE adult.id = c.adult_id AND author.role = 'alleged_author' AND author.ended_at IS NULL))))
"""


# The desk that was asked may not read consents: it learns whether its own referral still stands, and no more.
STANDS = f"""
BEGIN
  RETURN EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_ AND ({OURS})
                 AND {holds("r.case_id", "r.desk_to_id")});
END
"""

RESTS_ON_CONSENT = f"""
BEGIN
  IF NOT ({holds("NEW.case_id", "NEW.desk_to_id")}) THEN
    RAISE EXCEPTION 'consent does not allow this referral' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'referral_rests_on_consent';
  END IF;
  RETURN NEW;
END
"""

# Whoever writes a withdrawal down takes back every referral that rested on it, whichever desk sent it.
REVOKE = f"""
BEGIN
  IF NOT kanaf_can(case_, 'social', 'write') OR {holds("case_", "desk_")} THEN
    RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN QUERY
  WITH revoked AS (
    UPDATE referrals_referral r SET status = 'revoked', revoked_at = at_, revoke_reason = 'consent_withdrawn'
    WHERE r.case_id = case_ AND r.desk_to_id = desk_
      AND (r.status IN ('sent', 'received') OR (r.status = 'accepted' AND r.kind = 'service'))
    RETURNING r.id, r.desk_from_id
  ), ended AS (
    UPDATE grants_grant g
    SET valid = CASE WHEN isempty(g.valid) THEN g.valid ELSE tstzrange(lower(g.valid), now()) END, is_offer = false
    FROM revoked WHERE g.basis = revoked.id AND g.desk_id = desk_ AND g.reason <> 'lead'
      AND (g.is_offer OR upper(g.valid) IS NULL OR upper(g.valid) > now())
  )
  SELECT revoked.id, revoked.desk_from_id FROM revoked;
END
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0002_row_security")]

    operations = [
        EnableRowSecurity(
            "referrals_referral",
            Policy(
                select=OURS,
                insert="desk_from_id IN (SELECT kanaf_file_desks()) AND kanaf_can(case_id, 'core', 'write')",
                update=OURS,
            ),
        ),
        # What was asked, of whom and for which file stays as it was sent; the rest is answered once and changes.
        migrations.RunSQL(
            "REVOKE UPDATE ON referrals_referral FROM kanaf_runtime;"
            " GRANT UPDATE (status, received_at, answered_at, answered_by, decline_reason, answer, done_at, outcome,"
            " revoked_at, revoke_reason, case_code, message) ON referrals_referral TO kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        SqlFunction("kanaf_consent_stands(referral_ uuid)", "boolean", STANDS),
        SqlFunction("kanaf_rests_on_consent()", "trigger", RESTS_ON_CONSENT, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER referrals_rests_on_consent BEFORE INSERT OR UPDATE OF status ON referrals_referral"
            " FOR EACH ROW WHEN (NEW.status IN ('sent', 'accepted')) EXECUTE FUNCTION kanaf_rests_on_consent()",
            "DROP TRIGGER referrals_rests_on_consent ON referrals_referral",
        ),
        SqlFunction(
            "kanaf_revoke_without_consent(case_ uuid, desk_ uuid, at_ timestamptz)",
            "TABLE(referral uuid, sender uuid)",
            REVOKE,
            volatility="VOLATILE",
        ),
    ]
