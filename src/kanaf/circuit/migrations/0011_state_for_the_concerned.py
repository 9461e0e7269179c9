"""The events of a file are counted for whoever is concerned by it: an entry written by hand opens no history to a stranger.

The web role counts what is owed, so it is given all that a rule may need. It is given to whoever reads where the file
stands or owes something to it, and to the actors of the system; of a report or a complaint, to whoever writes about it.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

IN_COURSE = """
EXISTS (SELECT FROM journal_entry e
        WHERE e.xid = pg_current_xact_id() AND e.file = file_ AND e.actor = kanaf_actor())
"""
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


class Migration(migrations.Migration):
    dependencies = [("circuit", "0010_parts_of_obligations")]

    operations = [
        SqlFunction("kanaf_circuit_state(file_ uuid, desk_ uuid, quiet_ text[])", "jsonb", STATE, volatility="VOLATILE"),
    ]
