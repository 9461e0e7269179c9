"""A file that is hidden from somebody owes nothing in their sight: not a row, not a count, not an alert, not a mail."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"

# Whoever has a conflict is told nothing; the rung is climbed past them.
RUNGS = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY
  WITH held AS (
    SELECT m.account_id AS id, m.role, m.desk_id FROM actors_membership m
    JOIN actors_account a ON a.id = m.account_id AND a.is_active
    JOIN actors_desk d ON d.id = m.desk_id
    WHERE (d.id = desk_ OR d.organisation_id = (SELECT x.organisation_id FROM actors_desk x WHERE x.id = desk_))
      AND m.since <= (at_ AT TIME ZONE 'UTC')::date AND (m.until IS NULL OR m.until > (at_ AT TIME ZONE 'UTC')::date)
  ), away AS (
    SELECT x.account_id AS id, x.covered_by_id AS by FROM actors_absence x
    JOIN actors_account a ON a.id = x.covered_by_id AND a.is_active WHERE x.since <= at_ AND x.until > at_
  ), ours AS (
    SELECT h.id, h.role FROM held h WHERE h.desk_id = desk_
      AND EXISTS (SELECT FROM grants_rolepower r WHERE r.role = h.role AND r.kind = 'case' AND r.compartment = 'core')
  ), first AS (
    SELECT s.person_id AS id FROM circuit_shift s JOIN ours o ON o.id = s.person_id
    WHERE s.desk_id = desk_ AND s.starts_at <= at_ AND s.ends_at > at_
    UNION SELECT c.worker FROM cases_case c JOIN ours o ON o.id = c.worker WHERE c.id = file_
  ), found AS (
    SELECT 'duty' AS rung, f.id FROM first f WHERE f.id NOT IN (SELECT w.id FROM away w)
    UNION SELECT 'cover', w.by FROM away w JOIN first f ON f.id = w.id
    UNION SELECT 'coordinator', coalesce(w.by, o.id) FROM ours o LEFT JOIN away w ON w.id = o.id
          WHERE o.role = 'desk_coordinator'
    UNION SELECT 'supervisor', coalesce(w.by, o.id) FROM ours o LEFT JOIN away w ON w.id = o.id
          WHERE o.role = 'supervisor'
    UNION SELECT 'supervisor', h.id FROM held h WHERE h.role = 'supervisor' AND h.id NOT IN (SELECT w.id FROM away w)
          AND NOT EXISTS (SELECT FROM ours o WHERE o.role = 'supervisor'
                          AND (file_ IS NULL OR NOT kanaf_apart(file_, o.id)))
    UNION SELECT 'anybody', o.id FROM ours o WHERE o.id NOT IN (SELECT w.id FROM away w)
  )
  SELECT f.rung, f.id FROM found f WHERE file_ IS NULL OR NOT kanaf_apart(file_, f.id);
END
"""

TO_MAIL = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY
  WITH due AS (SELECT DISTINCT a.person_id FROM circuit_alert a
               WHERE a.mailed_at IS NULL AND a.mail_at <= at_ AND a.read_at IS NULL
                 AND (a.file IS NULL OR NOT kanaf_apart(a.file, a.person_id))),
       sent AS (UPDATE circuit_alert a SET mailed_at = at_ FROM due
                WHERE a.person_id = due.person_id AND a.mailed_at IS NULL AND a.mail_at <= at_ AND a.read_at IS NULL
                  AND (a.file IS NULL OR NOT kanaf_apart(a.file, a.person_id))
                RETURNING a.person_id)
  SELECT p.email::text, p.language::text, count(*)::int FROM sent s JOIN actors_account p ON p.id = s.person_id
  WHERE p.is_active GROUP BY p.id;
END
"""

READ = """
BEGIN
  UPDATE circuit_alert SET read_at = now() WHERE id = alert_ AND person_id = kanaf_actor() AND read_at IS NULL
    AND (file IS NULL OR NOT kanaf_excluded(file));
  RETURN FOUND;
END
"""

IN_COURSE = """
EXISTS (SELECT FROM journal_entry e
        WHERE e.xid = pg_current_xact_id() AND e.file = file_ AND e.actor = kanaf_actor())
"""

STATE = f"""
DECLARE followed uuid;
BEGIN
  IF NOT ({IN_COURSE}) OR kanaf_excluded(file_) THEN RETURN NULL; END IF;
  followed := coalesce((SELECT f.protocol_id FROM circuit_followedprotocol f WHERE f.file = file_),
                       kanaf_protocol_for(desk_));
  RETURN jsonb_build_object(
    'protocol', followed,
    'events', (SELECT jsonb_agg(jsonb_build_object(
                 'at', floor(extract(epoch FROM e.at))::bigint, 'kind', e.kind, 'subject', e.subject, 'desk', e.desk,
                 'kept', e.kept) ORDER BY e.id)
               FROM journal_entry e WHERE e.file = file_ AND e.kind <> ALL (quiet_)),
    'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object(
               'rule', o.rule, 'about', o.about, 'desk', coalesce(o.desk::text, ''), 'risk', o.risk,
               'began', extract(epoch FROM o.began_at)::bigint, 'due', extract(epoch FROM o.due_at)::bigint,
               'ended', extract(epoch FROM o.ended_at)::bigint, 'done', o.is_done,
               'steps', (SELECT coalesce(jsonb_agg(extract(epoch FROM s)::bigint), '[]') FROM unnest(o.steps_at) s))
               ORDER BY o.number), '[]')
             FROM circuit_obligation o WHERE o.file = file_));
END
"""

# Duty is said of a desk, and says nothing of a file.
TOLD = """
BEGIN
  IF NOT kanaf_is_system('clock') THEN RETURN ARRAY[]::uuid[]; END IF;
  RETURN ARRAY(SELECT p FROM unnest(people_) p WHERE file_ IS NULL OR NOT kanaf_apart(file_, p));
END
"""


class Migration(migrations.Migration):
    dependencies = [("circuit", "0006_alert_security"), ("grants", "0004_conflict_of_interest")]

    operations = [
        EnableRowSecurity(
            "circuit_obligation",
            Policy(
                select="(desk IN (SELECT kanaf_file_desks()) AND NOT kanaf_excluded(file))"
                " OR kanaf_can(file, 'core', 'read')"
            ),
        ),
        EnableRowSecurity(
            "circuit_alert",
            Policy(
                select="person_id = kanaf_actor() AND (file IS NULL OR NOT kanaf_excluded(file))",
                insert="kanaf_is_system('clock')",
            ),
        ),
        SqlFunction("kanaf_rungs(desk_ uuid, file_ uuid, at_ timestamptz)", "TABLE(rung text, person uuid)", RUNGS),
        SqlFunction("kanaf_may_be_told(file_ uuid, people_ uuid[])", "uuid[]", TOLD),
        SqlFunction(
            "kanaf_alerts_to_mail(at_ timestamptz)", "TABLE(email text, language text, alerts int)", TO_MAIL,
            volatility="VOLATILE",
        ),
        SqlFunction("kanaf_read_alert(alert_ uuid)", "boolean", READ, volatility="VOLATILE"),
        SqlFunction("kanaf_circuit_state(file_ uuid, desk_ uuid, quiet_ text[])", "jsonb", STATE, volatility="VOLATILE"),
    ]
