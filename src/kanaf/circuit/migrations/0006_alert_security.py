"""Silence is told by the clock alone; everybody reads the own alerts, and a desk plans its own duty."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"

# What has been silent long enough for the next rung, the longest first. Another worker's rows are left to it.
SILENT = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY SELECT o.file, o.number, o.protocol_id, o.rule::text, o.about::text, o.desk, o.risk::text, o.began_at,
                      o.due_at, o.steps_done::int
  FROM circuit_obligation o WHERE o.next_step_at <= at_ AND o.desk IS NOT NULL ORDER BY o.next_step_at LIMIT most_ FOR UPDATE SKIP LOCKED;
END
"""

STEP_TAKEN = f"""
BEGIN
  {ONLY_CLOCK}
  UPDATE circuit_obligation o SET steps_done = o.steps_done + 1, next_step_at = o.steps_at[o.steps_done + 2]
  WHERE o.file = file_ AND o.number = number_ AND o.ended_at IS NULL;
END
"""

# Who stands on each rung of a desk at a moment: whoever is away is replaced by the stand-in.
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
          AND NOT EXISTS (SELECT FROM ours o WHERE o.role = 'supervisor')
    UNION SELECT 'anybody', o.id FROM ours o WHERE o.id NOT IN (SELECT w.id FROM away w)
  )
  SELECT f.rung, f.id FROM found f;
END
"""

# A turn of duty that begins soon or runs, with nobody, or with somebody who holds no post at the desk any more.
UNCOVERED = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY SELECT s.id, s.desk_id, s.starts_at FROM circuit_shift s
  WHERE s.alerted_at IS NULL AND s.starts_at <= before_ AND s.ends_at > at_
    AND NOT EXISTS (SELECT FROM actors_membership m JOIN actors_account a ON a.id = m.account_id AND a.is_active
                    WHERE m.desk_id = s.desk_id AND m.account_id = s.person_id
                      AND m.since <= (s.starts_at AT TIME ZONE 'UTC')::date
                      AND (m.until IS NULL OR m.until > (s.starts_at AT TIME ZONE 'UTC')::date))
  ORDER BY s.starts_at FOR UPDATE SKIP LOCKED;
END
"""

SHIFT_TOLD = f"""
BEGIN
  {ONLY_CLOCK}
  UPDATE circuit_shift SET alerted_at = at_ WHERE id = shift_;
END
"""

# One mail a person for all that waits; what was read meanwhile needs none.
TO_MAIL = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY
  WITH due AS (SELECT DISTINCT a.person_id FROM circuit_alert a
               WHERE a.mailed_at IS NULL AND a.mail_at <= at_ AND a.read_at IS NULL),
       sent AS (UPDATE circuit_alert a SET mailed_at = at_ FROM due
                WHERE a.person_id = due.person_id AND a.mailed_at IS NULL AND a.mail_at <= at_ AND a.read_at IS NULL
                RETURNING a.person_id)
  SELECT p.email::text, p.language::text, count(*)::int FROM sent s JOIN actors_account p ON p.id = s.person_id
  WHERE p.is_active GROUP BY p.id;
END
"""

READ = """
BEGIN
  UPDATE circuit_alert SET read_at = now() WHERE id = alert_ AND person_id = kanaf_actor() AND read_at IS NULL;
  RETURN FOUND;
END
"""

PLANNERS = "EXISTS (SELECT FROM kanaf_posts() p WHERE p.desk = desk_id AND p.role IN ('desk_coordinator', 'supervisor'))"


class Migration(migrations.Migration):
    dependencies = [("circuit", "0005_alerts"), ("actors", "0002_functions"), ("cases", "0002_row_security")]

    operations = [
        EnableRowSecurity(
            "circuit_shift",
            Policy(select="desk_id IN (SELECT kanaf_desks())", insert=PLANNERS, update=PLANNERS, delete=PLANNERS),
        ),
        EnableRowSecurity(
            "circuit_alert", Policy(select="person_id = kanaf_actor()", insert="kanaf_is_system('clock')")
        ),
        SqlFunction(
            "kanaf_silent(at_ timestamptz, most_ int)",
            "TABLE(file uuid, number int, protocol uuid, rule text, about text, desk uuid, risk text, began timestamptz,"
            " due timestamptz, step int)",
            SILENT,
            volatility="VOLATILE",
        ),
        SqlFunction("kanaf_step_taken(file_ uuid, number_ int)", "void", STEP_TAKEN, volatility="VOLATILE"),
        SqlFunction("kanaf_rungs(desk_ uuid, file_ uuid, at_ timestamptz)", "TABLE(rung text, person uuid)", RUNGS),
        SqlFunction(
            "kanaf_uncovered_shifts(at_ timestamptz, before_ timestamptz)",
            "TABLE(shift uuid, desk uuid, starts timestamptz)",
            UNCOVERED,
            volatility="VOLATILE",
        ),
        SqlFunction("kanaf_shift_told(shift_ uuid, at_ timestamptz)", "void", SHIFT_TOLD, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_alerts_to_mail(at_ timestamptz)", "TABLE(email text, language text, alerts int)", TO_MAIL,
            volatility="VOLATILE",
        ),
        SqlFunction("kanaf_read_alert(alert_ uuid)", "boolean", READ, volatility="VOLATILE"),
    ]
