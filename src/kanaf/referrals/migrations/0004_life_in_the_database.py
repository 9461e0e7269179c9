"""The life of a referral as the database holds it: which state follows which, by whom, changing which columns."""

from django.db import migrations

from kanaf.cases.policies_consent import JUSTICE
from kanaf.foundation.context import SystemActor
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction
from kanaf.referrals.life import WRITES, rows

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
DUTY = ", ".join(f"'{kind.value}'" for kind in sorted(JUSTICE))
OURS = "desk_from_id IN (SELECT kanaf_file_desks()) OR desk_to_id IN (SELECT kanaf_file_desks())"

# No answer in force is against it: refused, taken back, or given by somebody named as author since.
HOLDS = f"""
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM cases_consent c JOIN actors_desk d ON d.id = c.desk_id
    WHERE c.case_id = case_ AND c.desk_id = desk_ AND c.purpose = 'share' AND d.kind NOT IN ({DUTY})
      AND NOT EXISTS (SELECT FROM cases_consent later WHERE later.replaces_id = c.id)
      AND (c.state IN ('refused', 'withdrawn') OR (c.state = 'given' AND EXISTS (
        SELECT FROM cases_caseparty adult
        JOIN cases_caseparty author ON author.case_id = adult.case_id AND author.person_id = adult.person_id
        WHERE adult.id = c.adult_id AND author.role = 'alleged_author' AND author.ended_at IS NULL))));
END
"""

LIFE = ", ".join("({})".format(", ".join(f"'{value}'" for value in row)) for row in rows())
COLUMNS = ", ".join(
    "('{}', ARRAY[{}])".format(act.value, ", ".join(f"'{column}'" for column in columns))
    for act, columns in WRITES.items()
)

# A whole file is answered by whoever may lead it; one from another territory by a coordinator or a supervisor.
LEADS_AT = """
EXISTS (SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case'
        WHERE p.desk = NEW.desk_to_id AND r.compartment = 'core' AND r.level = 'write')
"""
STANDS = f"""
CASE life.side
  WHEN 'sender' THEN NEW.desk_from_id IN (SELECT kanaf_file_desks())
  WHEN 'recipient' THEN CASE
    WHEN NEW.kind = 'service' THEN NEW.desk_to_id IN (SELECT kanaf_file_desks())
    WHEN NEW.kind = 'transfer' AND life.act IN ('accept', 'decline') THEN
      kanaf_desk_role(NEW.desk_to_id, 'desk_coordinator') OR kanaf_desk_role(NEW.desk_to_id, 'supervisor')
    ELSE {LEADS_AT} END
  WHEN 'stand_in' THEN NEW.desk_from_id IN (SELECT kanaf_file_desks())
    AND OLD.answered_by = '{SystemActor.PUBLIC.value}'::uuid
  WHEN 'link' THEN kanaf_is_system('public')
  WHEN 'clock' THEN kanaf_is_system('clock')
END
"""

# Nobody acting is the owner at work. A desk that leads the file after another takes its referrals over
# (``kanaf_hand_on``): no other way changes who sent one, because the runtime roles may not write that column.
KEEP_LIFE = f"""
DECLARE changed text[];
BEGIN
  IF kanaf_actor() IS NULL THEN RETURN NEW; END IF;
  SELECT array_agg(n.key) INTO changed FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
  WHERE n.value IS DISTINCT FROM o.value;
  IF changed <@ ARRAY['desk_from_id', 'case_code'] THEN RETURN NEW; END IF;
  IF NEW.status = 'revoked' AND NEW.revoke_reason = 'consent_withdrawn'
     AND changed <@ ARRAY['status', 'revoked_at', 'revoke_reason']
     AND (OLD.status IN ('sent', 'received', 'asked')
          OR (OLD.status IN ('accepted', 'in_progress') AND OLD.kind = 'service'))
     AND NOT kanaf_consent_holds(NEW.case_id, NEW.desk_to_id) THEN RETURN NEW; END IF;
  IF EXISTS (
    SELECT FROM (VALUES {LIFE}) AS life (kind, before, act, after, side)
    JOIN (VALUES {COLUMNS}) AS may (act, columns) ON may.act = life.act
    WHERE life.kind = NEW.kind AND life.before = OLD.status AND life.after = NEW.status AND changed <@ may.columns
      AND ({STANDS})) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'this cannot be done with this referral now, or not by you' USING ERRCODE = 'check_violation',
    CONSTRAINT = 'referral_life';
END
"""

BEGIN_LIFE = """
BEGIN
  IF kanaf_actor() IS NOT NULL AND (
    NEW.status <> 'sent' OR NEW.sent_by IS DISTINCT FROM kanaf_actor()
    OR NEW.received_at IS NOT NULL OR NEW.answered_at IS NOT NULL OR NEW.started_at IS NOT NULL
    OR NEW.done_at IS NOT NULL OR NEW.revoked_at IS NOT NULL OR NEW.expired_at IS NOT NULL
    OR (NEW.kind = 'transfer' AND NEW.summary IS NULL)) THEN
    RAISE EXCEPTION 'a referral begins when it is sent' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'referral_life';
  END IF;
  RETURN NEW;
END
"""

END_ACCESS = """
  UPDATE grants_grant g
  SET valid = CASE WHEN isempty(g.valid) THEN g.valid ELSE tstzrange(lower(g.valid), now()) END, is_offer = false
  FROM ended WHERE g.basis = ended.id AND g.desk_id = ended.desk_to_id AND g.reason <> 'lead'
    AND (g.is_offer OR upper(g.valid) IS NULL OR upper(g.valid) > now())
"""

# Whoever writes a withdrawal down takes back every referral that rested on it, whichever desk sent it.
WITHOUT_CONSENT = f"""
BEGIN
  IF NOT kanaf_can(case_, 'social', 'write') OR kanaf_consent_holds(case_, desk_) THEN {REFUSE} END IF;
  RETURN QUERY
  WITH ended AS (
    UPDATE referrals_referral r SET status = 'revoked', revoked_at = at_, revoke_reason = 'consent_withdrawn'
    WHERE r.case_id = case_ AND r.desk_to_id = desk_
      AND (r.status IN ('sent', 'received', 'asked')
           OR (r.status IN ('accepted', 'in_progress') AND r.kind = 'service'))
    RETURNING r.id, r.desk_from_id, r.desk_to_id, r.category, r.urgency
  ), closed AS ({END_ACCESS})
  SELECT ended.id, ended.desk_from_id, ended.category::text, ended.urgency::text FROM ended;
END
"""

# Silence ends too: nobody reads a file for a question that was forgotten.
EXPIRE = f"""
BEGIN
  IF NOT kanaf_is_system('clock') THEN {REFUSE} END IF;
  RETURN QUERY
  WITH ended AS (
    UPDATE referrals_referral r SET status = 'expired', expired_at = at_
    WHERE r.status IN ('sent', 'received', 'asked') AND r.expires_at <= at_
    RETURNING r.id, r.case_id, r.desk_from_id, r.desk_to_id, r.category, r.urgency
  ), closed AS ({END_ACCESS})
  SELECT ended.id, ended.case_id, ended.desk_from_id, ended.desk_to_id, ended.category::text, ended.urgency::text
  FROM ended;
END
"""

# Numbers about desks, never about one child: a desk that answered fewer than five times has no numbers.
ANSWERS = """
BEGIN
  IF NOT EXISTS (SELECT FROM kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY
  SELECT r.desk_to_id, count(*) FILTER (WHERE r.status NOT IN ('declined', 'expired'))::double precision / count(*),
         (extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (
            ORDER BY COALESCE(r.answered_at, r.expired_at) - r.sent_at)) / 3600)::double precision
  FROM referrals_referral r
  WHERE r.desk_to_id = ANY (desks_) AND r.sent_at >= since_ AND COALESCE(r.answered_at, r.expired_at) IS NOT NULL
  GROUP BY r.desk_to_id HAVING count(*) >= 5;
END
"""

# Whoever leads the file now answers for what was asked before, and calls the meetings that were planned.
HAND_ON = f"""
DECLARE lead uuid;
BEGIN
  SELECT c.lead_desk_id INTO lead FROM cases_case c WHERE c.id = case_;
  IF lead IS NULL OR NOT lead IN (SELECT kanaf_file_desks()) OR NOT kanaf_can(case_, 'core', 'write') THEN {REFUSE} END IF;
  UPDATE referrals_referral r SET desk_from_id = lead
  WHERE r.case_id = case_ AND r.desk_from_id <> lead AND r.desk_to_id <> lead
    AND r.kind = 'service' AND r.status IN ('sent', 'received', 'asked', 'accepted', 'in_progress');
  INSERT INTO referrals_conferencedesk (id, conference_id, desk_id)
  SELECT gen_random_uuid(), c.id, lead FROM referrals_conference c
  WHERE c.case_id = case_ AND c.status = 'planned' AND c.desk_id <> lead
  ON CONFLICT (conference_id, desk_id) DO NOTHING;
  UPDATE referrals_conference c SET desk_id = lead
  WHERE c.case_id = case_ AND c.status = 'planned' AND c.desk_id <> lead;
END
"""

# A subject of its own, under a key of its own: both desks read it for good.
KEEP_SUMMARY = f"""
DECLARE r referrals_referral%ROWTYPE;
BEGIN
  SELECT * INTO r FROM referrals_referral WHERE id = referral_;
  IF NOT FOUND OR r.kind <> 'transfer' OR r.status <> 'accepted' OR r.answered_by IS DISTINCT FROM kanaf_actor()
     OR NOT kanaf_can(r.case_id, 'core', 'write') THEN {REFUSE} END IF;
  INSERT INTO grants_subject (id, kind) VALUES (id_, 'report');
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), id_, d, 'core', 'read', 'summary', referral_, tstzrange(now(), NULL), NULL, false,
         kanaf_actor(), now()
  FROM unnest(ARRAY[r.desk_from_id, r.desk_to_id]) d;
  INSERT INTO foundation_datakey (subject, kind, ring_key, wrapped) VALUES (id_, 'summary', ring_key_, wrapped_);
  INSERT INTO referrals_transfersummary (id, referral_id, text, facts, kept_at)
  VALUES (id_, referral_, text_, facts_, at_);
END
"""

QUESTION_OF = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND {})"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_whole_life"), ("grants", "0003_conference_and_summary")]

    operations = [
        SqlFunction("kanaf_consent_holds(case_ uuid, desk_ uuid)", "boolean", HOLDS),
        migrations.RunSQL(
            "REVOKE ALL ON FUNCTION kanaf_consent_holds(uuid, uuid) FROM kanaf_runtime", migrations.RunSQL.noop
        ),
        SqlFunction("kanaf_referral_begins()", "trigger", BEGIN_LIFE, volatility="VOLATILE"),
        SqlFunction("kanaf_referral_life()", "trigger", KEEP_LIFE, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER referrals_begins BEFORE INSERT ON referrals_referral"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_referral_begins();"
            "CREATE TRIGGER referrals_life BEFORE UPDATE ON referrals_referral"
            " FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION kanaf_referral_life();"
            "CREATE TRIGGER referrals_rests_on_consent BEFORE INSERT OR UPDATE OF status ON referrals_referral"
            " FOR EACH ROW WHEN (NEW.status IN ('sent', 'accepted')) EXECUTE FUNCTION kanaf_rests_on_consent()",
            "DROP TRIGGER referrals_begins ON referrals_referral; DROP TRIGGER referrals_life ON referrals_referral;"
            " DROP TRIGGER referrals_rests_on_consent ON referrals_referral",
        ),
        migrations.RunSQL(
            "GRANT UPDATE (started_at, assigned_to, result, access_until) ON referrals_referral TO kanaf_runtime;"
            " DROP FUNCTION kanaf_revoke_without_consent(uuid, uuid, timestamptz)",
            migrations.RunSQL.noop,
        ),
        SqlFunction(
            "kanaf_revoke_without_consent(case_ uuid, desk_ uuid, at_ timestamptz)",
            "TABLE(referral uuid, sender uuid, category text, urgency text)", WITHOUT_CONSENT, volatility="VOLATILE",
        ),
        SqlFunction(
            "kanaf_expire_referrals(at_ timestamptz)",
            "TABLE(referral uuid, file uuid, sender uuid, asked uuid, category text, urgency text)",
            EXPIRE, volatility="VOLATILE",
        ),
        SqlFunction(
            "kanaf_answers_of(desks_ uuid[], since_ timestamptz)",
            "TABLE(desk uuid, accepted double precision, hours double precision)", ANSWERS,
        ),
        SqlFunction("kanaf_hand_on(case_ uuid)", "void", HAND_ON, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_keep_summary(id_ uuid, referral_ uuid, ring_key_ text, wrapped_ bytea, text_ bytea, facts_ bytea,"
            " at_ timestamptz)",
            "void", KEEP_SUMMARY, volatility="VOLATILE",
        ),
        EnableRowSecurity(
            "referrals_referralquestion",
            Policy(
                select=QUESTION_OF.format("true"),
                insert=QUESTION_OF.format(
                    "r.case_id = referrals_referralquestion.case_id AND r.desk_to_id IN (SELECT kanaf_file_desks())"
                ) + " AND asked_by = kanaf_actor()",
                update=QUESTION_OF.format("r.desk_from_id IN (SELECT kanaf_file_desks())") + " AND answered_at IS NULL",
                check="answered_by = kanaf_actor()",
            ),
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON referrals_referralquestion FROM kanaf_runtime;"
            " GRANT UPDATE (answer, answered_by, answered_at) ON referrals_referralquestion TO kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        EnableRowSecurity("referrals_transfersummary", Policy(select="kanaf_can(id, 'core', 'read')")),
    ]
