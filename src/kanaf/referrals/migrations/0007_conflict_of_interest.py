"""A conflict of interest hides referrals and tables too, ends what was asked of a desk, and keeps it from being asked."""

from importlib import import_module

from django.db import migrations

from kanaf.foundation.context import SystemActor
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction
from kanaf.referrals.life import WRITES, rows

STOPS = import_module("kanaf.referrals.migrations.0006_stop_notices")
TOLD_TO_STOP = f"({STOPS.READERS}) AND NOT kanaf_excluded(case_id)"
REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
OURS = (
    "(desk_from_id IN (SELECT kanaf_file_desks()) OR desk_to_id IN (SELECT kanaf_file_desks()))"
    " AND NOT kanaf_excluded(case_id)"
)

STANDS = f"""
BEGIN
  RETURN EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_ AND ({OURS})
                 AND kanaf_consent_holds(r.case_id, r.desk_to_id));
END
"""

CONFERENCES = """
BEGIN
  RETURN QUERY SELECT s.conference_id FROM referrals_conferencedesk s JOIN referrals_conference c ON c.id = s.conference_id
  WHERE s.desk_id IN (SELECT kanaf_file_desks()) AND NOT kanaf_excluded(c.case_id);
END
"""

# No seat at a table, no request: the third lock, after the list of desks and the service.
OPEN_DESK = """
DECLARE file uuid; asked uuid;
BEGIN
  IF TG_TABLE_NAME = 'referrals_referral' THEN file := NEW.case_id; asked := NEW.desk_to_id;
  ELSE
    asked := NEW.desk_id;
    SELECT c.case_id INTO file FROM referrals_conference c WHERE c.id = NEW.conference_id;
  END IF;
  IF kanaf_desk_apart(file, asked) THEN
    RAISE EXCEPTION 'this desk cannot be asked for this file' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'desk_without_conflict';
  END IF;
  RETURN NEW;
END
"""

SUMMARY_TOO = """
BEGIN
  PERFORM kanaf_exclude_like(NEW.id, (SELECT r.case_id FROM referrals_referral r WHERE r.id = NEW.referral_id));
  RETURN NULL;
END
"""

# Before the conflict is said, by whoever may say it: what was asked of desks that will be closed is taken back, what
# they asked of others is answered for by the desk that leads from now. What was kept of the file is hidden with it.
PART_WAYS = f"""
DECLARE closed uuid[]; old uuid; next_ uuid;
BEGIN
  IF NOT kanaf_can(case_, 'identity', 'write') OR NOT kanaf_can(case_, 'core', 'write') THEN {REFUSE} END IF;
  SELECT c.lead_desk_id INTO old FROM cases_case c WHERE c.id = case_;
  next_ := coalesce(lead_, old);
  closed := ARRAY(SELECT kanaf_would_close(case_, organisation_, account_));
  PERFORM kanaf_exclude(
    ARRAY(SELECT s.id FROM referrals_transfersummary s JOIN referrals_referral r ON r.id = s.referral_id
          WHERE r.case_id = case_), organisation_, account_, basis_);
  RETURN QUERY
  WITH ended AS (
    UPDATE referrals_referral r SET status = 'revoked', revoked_at = at_, revoke_reason = 'safety'
    WHERE r.case_id = case_ AND r.desk_to_id = ANY (closed || next_)
      AND (r.status IN ('sent', 'received', 'asked')
           OR (r.status IN ('accepted', 'in_progress') AND r.kind = 'service'))
    RETURNING r.id, r.desk_from_id, r.desk_to_id, r.category, r.urgency
  ), closing AS (
    UPDATE grants_grant g
    SET valid = CASE WHEN isempty(g.valid) THEN g.valid ELSE tstzrange(lower(g.valid), now()) END, is_offer = false
    FROM ended WHERE g.basis = ended.id AND g.desk_id = ended.desk_to_id AND g.reason <> 'lead'
      AND (g.is_offer OR upper(g.valid) IS NULL OR upper(g.valid) > now())
  ), handed AS (
    UPDATE referrals_referral r SET desk_from_id = next_
    WHERE r.case_id = case_ AND r.desk_from_id = ANY (closed) AND r.desk_to_id <> ALL (closed || next_)
      AND r.kind = 'service' AND r.status IN ('sent', 'received', 'asked', 'accepted', 'in_progress')
  ), lost AS (
    UPDATE referrals_referral r SET status = 'revoked', revoked_at = at_, revoke_reason = 'safety'
    WHERE r.case_id = case_ AND r.desk_from_id = ANY (closed) AND r.desk_to_id <> ALL (closed || next_)
      AND r.kind <> 'service' AND r.status IN ('sent', 'received', 'asked')
    RETURNING r.id, r.desk_from_id, r.desk_to_id, r.category, r.urgency
  ), losing AS (
    UPDATE grants_grant g
    SET valid = CASE WHEN isempty(g.valid) THEN g.valid ELSE tstzrange(lower(g.valid), now()) END, is_offer = false
    FROM lost WHERE g.basis = lost.id AND g.desk_id = lost.desk_to_id AND g.reason <> 'lead'
      AND (g.is_offer OR upper(g.valid) IS NULL OR upper(g.valid) > now())
  )
  SELECT e.id, e.desk_from_id, e.desk_to_id, e.category::text, e.urgency::text FROM ended e
  UNION ALL SELECT l.id, l.desk_from_id, l.desk_to_id, l.category::text, l.urgency::text FROM lost l;
  IF next_ <> old THEN
    INSERT INTO referrals_conferencedesk (id, conference_id, desk_id)
    SELECT gen_random_uuid(), c.id, next_ FROM referrals_conference c
    WHERE c.case_id = case_ AND c.status = 'planned' AND c.desk_id = ANY (closed)
    ON CONFLICT (conference_id, desk_id) DO NOTHING;
    UPDATE referrals_conference c SET desk_id = next_
    WHERE c.case_id = case_ AND c.status = 'planned' AND c.desk_id = ANY (closed);
  END IF;
  DELETE FROM referrals_conferencedesk s USING referrals_conference c
  WHERE c.id = s.conference_id AND c.case_id = case_ AND c.status = 'planned' AND s.desk_id = ANY (closed)
    AND s.desk_id <> c.desk_id;
END
"""

LIFE = ", ".join("({})".format(", ".join(f"'{value}'" for value in row)) for row in rows())
COLUMNS = ", ".join(
    "('{}', ARRAY[{}])".format(act.value, ", ".join(f"'{column}'" for column in columns))
    for act, columns in WRITES.items()
)
LEADS_AT = """
EXISTS (SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case'
        WHERE p.desk = NEW.desk_to_id AND r.compartment = 'core' AND r.level = 'write')
"""
SIDE = f"""
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

# As before; besides, the desk that leads takes back whatever was asked for its file, for the safety of the child.
KEEP_LIFE = f"""
DECLARE changed text[];
BEGIN
  IF kanaf_actor() IS NULL THEN RETURN NEW; END IF;
  SELECT array_agg(n.key) INTO changed FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
  WHERE n.value IS DISTINCT FROM o.value;
  IF changed <@ ARRAY['desk_from_id', 'case_code'] THEN RETURN NEW; END IF;
  IF NEW.status = 'revoked' AND NEW.revoke_reason IN ('consent_withdrawn', 'consent_expired')
     AND changed <@ ARRAY['status', 'revoked_at', 'revoke_reason']
     AND (OLD.status IN ('sent', 'received', 'asked')
          OR (OLD.status IN ('accepted', 'in_progress') AND OLD.kind = 'service'))
     AND NOT kanaf_consent_holds(NEW.case_id, NEW.desk_to_id) THEN RETURN NEW; END IF;
  IF NEW.status = 'revoked' AND NEW.revoke_reason = 'safety' AND changed <@ ARRAY['status', 'revoked_at', 'revoke_reason']
     AND (OLD.status IN ('sent', 'received', 'asked')
          OR (OLD.status IN ('accepted', 'in_progress') AND OLD.kind = 'service'))
     AND kanaf_can(NEW.case_id, 'core', 'write') THEN RETURN NEW; END IF;
  IF EXISTS (
    SELECT FROM (VALUES {LIFE}) AS life (kind, before, act, after, side)
    JOIN (VALUES {COLUMNS}) AS may (act, columns) ON may.act = life.act
    WHERE life.kind = NEW.kind AND life.before = OLD.status AND life.after = NEW.status AND changed <@ may.columns
      AND ({SIDE})) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'this cannot be done with this referral now, or not by you' USING ERRCODE = 'check_violation',
    CONSTRAINT = 'referral_life';
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0006_stop_notices"),
        ("cases", "0009_conflict_of_interest"),
        ("grants", "0004_conflict_of_interest"),
    ]

    operations = [
        EnableRowSecurity(
            "referrals_referral",
            Policy(
                select=OURS,
                insert="desk_from_id IN (SELECT kanaf_file_desks()) AND kanaf_can(case_id, 'core', 'write')",
                update=OURS,
            ),
        ),
        EnableRowSecurity(
            "referrals_stopnotice",
            Policy(
                select=TOLD_TO_STOP,
                update=f"{STOPS.ANSWERERS} AND NOT kanaf_excluded(case_id)",
                check=f"acknowledged_by = kanaf_actor() AND ({TOLD_TO_STOP})",
            ),
        ),
        SqlFunction("kanaf_referral_life()", "trigger", KEEP_LIFE, volatility="VOLATILE"),
        SqlFunction("kanaf_consent_stands(referral_ uuid)", "boolean", STANDS),
        SqlFunction("kanaf_conferences()", "SETOF uuid", CONFERENCES),
        SqlFunction("kanaf_hide_summary()", "trigger", SUMMARY_TOO, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER referrals_transfersummary_apart AFTER INSERT ON referrals_transfersummary"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_hide_summary()",
            "DROP TRIGGER referrals_transfersummary_apart ON referrals_transfersummary",
        ),
        SqlFunction("kanaf_open_desk()", "trigger", OPEN_DESK, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER referrals_open_desk BEFORE INSERT ON referrals_referral"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_open_desk();"
            " CREATE TRIGGER referrals_open_seat BEFORE INSERT ON referrals_conferencedesk"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_open_desk()",
            "DROP TRIGGER referrals_open_desk ON referrals_referral;"
            " DROP TRIGGER referrals_open_seat ON referrals_conferencedesk",
        ),
        SqlFunction(
            "kanaf_part_ways(case_ uuid, organisation_ uuid, account_ uuid, basis_ uuid, lead_ uuid, at_ timestamptz)",
            "TABLE(referral uuid, sender uuid, asked uuid, category text, urgency text)",
            PART_WAYS, volatility="VOLATILE",
        ),
    ]
