"""Obligations are written by the projection only, in the transaction of an event; a published protocol never changes."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

# Only whoever writes in the journal of a file, in this transaction, makes its obligations be counted again.
IN_COURSE = """
EXISTS (SELECT FROM journal_entry e
        WHERE e.xid = pg_current_xact_id() AND e.file = file_ AND e.actor = kanaf_actor())
"""

PLACES_OF_DESK = """
(SELECT coalesce(array_agg(p.code), '{}') FROM actors_desk d JOIN territory_place here ON here.id = d.place_id
 JOIN territory_place p ON p.id = ANY (here.lineage) WHERE d.id = desk_)
"""

# The protocol of the places of a desk, else the one for everywhere.
PROTOCOL_FOR = f"""
DECLARE codes text[] := {PLACES_OF_DESK};
BEGIN
  RETURN (SELECT v.id FROM circuit_protocolversion v
          WHERE v.status = 'published' AND (v.places::text[] && codes OR v.places = '{{}}')
          ORDER BY v.places::text[] && codes DESC, v.published_at DESC LIMIT 1);
END
"""

# The version that the file follows; for a new file the one of its desk.
STATE = f"""
DECLARE followed uuid;
BEGIN
  IF NOT ({IN_COURSE}) THEN RETURN NULL; END IF;
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

KEEP = f"""
BEGIN
  IF NOT ({IN_COURSE}) THEN RAISE EXCEPTION 'nothing happened to this file' USING ERRCODE = '42501'; END IF;
  INSERT INTO circuit_followedprotocol (file, protocol_id, since, reason) VALUES (file_, protocol_, now(), '')
  ON CONFLICT (file) DO NOTHING;
  INSERT INTO circuit_obligation AS o
    (file, number, protocol_id, rule, about, desk, risk, began_at, due_at, ended_at, is_done, steps_at, steps_done, next_step_at)
  SELECT file_, n - 1, protocol_, r ->> 'rule', r ->> 'about', nullif(r ->> 'desk', '')::uuid, r ->> 'risk',
         to_timestamp((r ->> 'began')::bigint), to_timestamp((r ->> 'due')::bigint),
         to_timestamp((r ->> 'ended')::bigint), (r ->> 'done')::boolean, t.steps, 0,
         CASE WHEN r ->> 'ended' IS NULL THEN t.steps[1] END
  FROM jsonb_array_elements(rows_) WITH ORDINALITY AS given (r, n),
       LATERAL (SELECT coalesce(array_agg(to_timestamp(s::bigint)), '{{}}') AS steps
                FROM jsonb_array_elements_text(r -> 'steps') s) t
  ON CONFLICT (file, number) DO UPDATE SET
    protocol_id = excluded.protocol_id, rule = excluded.rule, about = excluded.about, desk = excluded.desk, risk = excluded.risk,
    began_at = excluded.began_at, due_at = excluded.due_at, ended_at = excluded.ended_at, is_done = excluded.is_done,
    steps_at = excluded.steps_at,
    next_step_at = CASE WHEN excluded.ended_at IS NULL THEN excluded.steps_at[o.steps_done + 1] END
  WHERE (o.protocol_id, o.rule, o.about, o.desk, o.risk, o.began_at, o.due_at, o.ended_at, o.is_done, o.steps_at) IS DISTINCT FROM
        (excluded.protocol_id, excluded.rule, excluded.about, excluded.desk, excluded.risk, excluded.began_at, excluded.due_at,
         excluded.ended_at, excluded.is_done, excluded.steps_at);
  DELETE FROM circuit_obligation o WHERE o.file = file_ AND o.number >= jsonb_array_length(rows_);
END
"""

STAYS = """
BEGIN
  IF OLD.published_at IS NOT NULL AND
     (OLD.dispositif, OLD.number, OLD.country, OLD.places, OLD.text, OLD.digest, OLD.published_at, OLD.published_by)
     IS DISTINCT FROM
     (NEW.dispositif, NEW.number, NEW.country, NEW.places, NEW.text, NEW.digest, NEW.published_at, NEW.published_by)
     OR OLD.published_at IS NOT NULL AND NEW.status NOT IN ('published', 'superseded')
  THEN RAISE EXCEPTION 'a published protocol never changes: publish a newer version'; END IF;
  RETURN NEW;
END
"""

OURS = "desk IN (SELECT kanaf_file_desks()) OR kanaf_can(file, 'core', 'read')"


class Migration(migrations.Migration):
    dependencies = [("circuit", "0001_initial"), ("cases", "0002_row_security"), ("grants", "0002_functions")]

    operations = [
        EnableRowSecurity("circuit_protocolversion", Policy(select="true")),
        EnableRowSecurity("circuit_followedprotocol", Policy(select="kanaf_can(file, 'core', 'read')")),
        EnableRowSecurity("circuit_obligation", Policy(select=OURS)),
        SqlFunction("kanaf_protocol_for(desk_ uuid)", "uuid", PROTOCOL_FOR),
        SqlFunction("kanaf_circuit_state(file_ uuid, desk_ uuid, quiet_ text[])", "jsonb", STATE, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_keep_obligations(file_ uuid, protocol_ uuid, rows_ jsonb)", "void", KEEP, volatility="VOLATILE"
        ),
        SqlFunction("kanaf_protocol_stays()", "trigger", STAYS, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER circuit_protocolversion_stays BEFORE UPDATE ON circuit_protocolversion FOR EACH ROW"
            " EXECUTE FUNCTION kanaf_protocol_stays();"
            " CREATE TRIGGER circuit_protocolversion_kept BEFORE DELETE ON circuit_protocolversion FOR EACH ROW"
            " WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION kanaf_refuse_change()",
            "DROP TRIGGER circuit_protocolversion_stays ON circuit_protocolversion;"
            " DROP TRIGGER circuit_protocolversion_kept ON circuit_protocolversion",
        ),
    ]
