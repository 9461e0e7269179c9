"""What is owed after an event of justice or of medicine is known to whoever owes it and to the readers of that part.

It was told to everybody who reads the core of a file, so that a school read that a certificate was due.
"""

from django.db import migrations, models

from kanaf.circuit.reading import read
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction
from kanaf.grants.enums import Compartment

ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"
IN_COURSE = """
EXISTS (SELECT FROM journal_entry e
        WHERE e.xid = pg_current_xact_id() AND e.file = file_ AND e.actor = kanaf_actor())
"""

# The web role counts what is owed, so it is given all that a rule may need. It is given to whoever reads where the file
# stands or owes something to it, and to the actors of the system; of a report or a complaint, to whoever writes about it:
# an entry written by hand opens no history to a stranger.
CONCERNED = """
NOT EXISTS (SELECT FROM cases_case c WHERE c.id = file_)
OR NOT EXISTS (SELECT FROM actors_account a WHERE a.id = kanaf_actor())
OR kanaf_can(file_, 'core', 'read')
OR EXISTS (SELECT FROM circuit_obligation o
           WHERE o.file = file_ AND o.ended_at IS NULL AND o.desk IN (SELECT kanaf_file_desks()))
"""

STATE = f"""
DECLARE followed uuid;
BEGIN
  IF NOT ({IN_COURSE}) OR kanaf_excluded(file_) OR NOT ({CONCERNED}) THEN RETURN NULL; END IF;
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
               'compartment', o.compartment,
               'began', extract(epoch FROM o.began_at)::bigint, 'due', extract(epoch FROM o.due_at)::bigint,
               'ended', extract(epoch FROM o.ended_at)::bigint, 'done', o.is_done,
               'steps', (SELECT coalesce(jsonb_agg(extract(epoch FROM s)::bigint), '[]') FROM unnest(o.steps_at) s))
               ORDER BY o.number), '[]')
             FROM circuit_obligation o WHERE o.file = file_));
END
"""

KEEP = f"""
BEGIN
  IF NOT ({IN_COURSE}) THEN RAISE EXCEPTION 'nothing happened to this file' USING ERRCODE = '42501'; END IF;
  INSERT INTO circuit_followedprotocol (file, protocol_id, since, reason) VALUES (file_, protocol_, now(), '')
  ON CONFLICT (file) DO NOTHING;
  INSERT INTO circuit_obligation AS o
    (file, number, protocol_id, rule, about, desk, risk, compartment, began_at, due_at, ended_at, is_done,
     steps_at, steps_done, next_step_at)
  SELECT file_, n - 1, protocol_, r ->> 'rule', r ->> 'about', nullif(r ->> 'desk', '')::uuid, r ->> 'risk',
         r ->> 'compartment', to_timestamp((r ->> 'began')::bigint), to_timestamp((r ->> 'due')::bigint),
         to_timestamp((r ->> 'ended')::bigint), (r ->> 'done')::boolean, t.steps, 0,
         CASE WHEN r ->> 'ended' IS NULL THEN t.steps[1] END
  FROM jsonb_array_elements(rows_) WITH ORDINALITY AS given (r, n),
       LATERAL (SELECT coalesce(array_agg(to_timestamp(s::bigint)), '{{}}') AS steps
                FROM jsonb_array_elements_text(r -> 'steps') s) t
  ON CONFLICT (file, number) DO UPDATE SET
    protocol_id = excluded.protocol_id, rule = excluded.rule, about = excluded.about, desk = excluded.desk, risk = excluded.risk,
    compartment = excluded.compartment,
    began_at = excluded.began_at, due_at = excluded.due_at, ended_at = excluded.ended_at, is_done = excluded.is_done,
    steps_at = excluded.steps_at,
    steps_done = CASE WHEN (o.rule, o.about, o.began_at) = (excluded.rule, excluded.about, excluded.began_at)
                      THEN o.steps_done ELSE 0 END,
    next_step_at = CASE WHEN excluded.ended_at IS NULL THEN excluded.steps_at[
      CASE WHEN (o.rule, o.about, o.began_at) = (excluded.rule, excluded.about, excluded.began_at)
           THEN o.steps_done ELSE 0 END + 1] END
  WHERE (o.protocol_id, o.rule, o.about, o.desk, o.risk, o.compartment, o.began_at, o.due_at, o.ended_at, o.is_done, o.steps_at) IS DISTINCT FROM
        (excluded.protocol_id, excluded.rule, excluded.about, excluded.desk, excluded.risk, excluded.compartment, excluded.began_at, excluded.due_at,
         excluded.ended_at, excluded.is_done, excluded.steps_at);
  DELETE FROM circuit_obligation o WHERE o.file = file_ AND o.number >= jsonb_array_length(rows_);
END
"""


# What the actor's posts let them know of that their desks owe.
OWING = """
BEGIN
  RETURN QUERY SELECT DISTINCT p.desk, r.compartment::text FROM kanaf_posts() p
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case';
END
"""

# Whoever has a conflict is told nothing; the rung is climbed past them. Of justice or medicine those are told who read
# that part of files; where a desk has nobody who does, those who read where files stand: silence is heard by somebody.
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
  ), able AS (
    SELECT h.id, h.role, EXISTS (
      SELECT FROM grants_rolepower r WHERE r.role = h.role AND r.kind = 'case' AND r.compartment = compartment_) AS reads
    FROM held h WHERE h.desk_id = desk_
      AND EXISTS (SELECT FROM grants_rolepower r WHERE r.role = h.role AND r.kind = 'case' AND r.compartment = 'core')
  ), ours AS (
    SELECT a.id, a.role FROM able a WHERE a.reads OR NOT EXISTS (SELECT FROM able b WHERE b.reads)
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


def tell_parts(apps, schema_editor):
    """Of what is owed already, by the text of its version."""
    owed = apps.get_model("circuit", "Obligation").objects
    for version in apps.get_model("circuit", "ProtocolVersion").objects.exclude(published_at=None):
        for rule in read(version.text).obligations:
            if rule.compartment != Compartment.CORE:
                owed.filter(protocol=version.pk, rule=rule.key).update(compartment=rule.compartment)


class Migration(migrations.Migration):
    dependencies = [("circuit", "0009_leaner_obligations"), ("grants", "0004_conflict_of_interest")]

    operations = [
        migrations.AddField(
            "obligation", "compartment",
            models.CharField(choices=Compartment.choices, db_default=Compartment.CORE, max_length=20),
        ),
        migrations.RunPython(tell_parts, migrations.RunPython.noop),
        SqlFunction("kanaf_owing()", "TABLE(desk uuid, compartment text)", OWING),
        migrations.RunSQL("ALTER FUNCTION kanaf_owing() ROWS 10", migrations.RunSQL.noop),
        EnableRowSecurity(
            "circuit_obligation",
            Policy(
                select="((desk, compartment) IN (SELECT w.desk, w.compartment FROM kanaf_owing() w) AND NOT kanaf_excluded(file))"
                " OR kanaf_can(file, compartment, 'read')"
            ),
        ),
        SqlFunction("kanaf_circuit_state(file_ uuid, desk_ uuid, quiet_ text[])", "jsonb", STATE, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_keep_obligations(file_ uuid, protocol_ uuid, rows_ jsonb)", "void", KEEP, volatility="VOLATILE"
        ),
        migrations.RunSQL("DROP FUNCTION kanaf_rungs(uuid, uuid, timestamptz)", migrations.RunSQL.noop),
        SqlFunction(
            "kanaf_rungs(desk_ uuid, file_ uuid, at_ timestamptz, compartment_ text DEFAULT 'core')",
            "TABLE(rung text, person uuid)", RUNGS,
        ),
    ]  # fmt: skip
