"""The one question, ``kanaf_can``, and the narrow functions that give, take and end access."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction
from kanaf.grants.powers import rows

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"

HOLDS = """
EXISTS (
    SELECT FROM grants_grant g
    JOIN kanaf_posts() p ON p.desk = g.desk_id
    JOIN grants_subject s ON s.id = g.subject_id
    JOIN grants_rolepower r ON r.role = p.role AND r.kind = s.kind AND r.compartment = g.compartment
    WHERE g.subject_id = {subject} AND g.compartment = {compartment} AND g.valid @> now()
      AND (({level} = 'read') OR (g.level = 'write' AND r.level = 'write')))
"""

CAN = f"""
BEGIN
  IF kanaf_actor() IS NULL THEN RETURN false; END IF;
  IF {HOLDS.format(subject="subject_", compartment="compartment_", level="level_")} THEN RETURN true; END IF;
  RETURN EXISTS (
    SELECT FROM grants_subjectlink l
    WHERE l.subject_id = subject_ AND l.compartment = compartment_ AND l.ended_at IS NULL
      AND (level_ = 'read' OR l.level = 'write')
      AND {HOLDS.format(subject="l.through_id", compartment="compartment_", level="level_")});
END
"""

OPEN = """
BEGIN
  RETURN QUERY
  SELECT g.compartment::text, max(CASE WHEN g.level = 'write' AND r.level = 'write' THEN 'write' ELSE 'read' END)
  FROM grants_grant g
  JOIN kanaf_posts() p ON p.desk = g.desk_id
  JOIN grants_subject s ON s.id = g.subject_id
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = s.kind AND r.compartment = g.compartment
  WHERE g.subject_id = subject_ AND g.valid @> now()
  GROUP BY g.compartment;
END
"""

READABLE = """
BEGIN
  RETURN QUERY
  SELECT DISTINCT g.subject_id FROM grants_grant g
  JOIN kanaf_posts() p ON p.desk = g.desk_id
  JOIN grants_subject s ON s.id = g.subject_id
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = s.kind AND r.compartment = g.compartment
  WHERE g.compartment = compartment_ AND g.valid @> now();
END
"""

OPEN_SUBJECT = f"""
BEGIN
  IF NOT kanaf_member_of(desk_) OR EXISTS (SELECT FROM grants_subject WHERE id = subject_) THEN {REFUSE} END IF;
  IF NOT EXISTS (
    SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = kind_
    WHERE p.desk = desk_ AND r.compartment = 'core' AND r.level = 'write') THEN {REFUSE} END IF;
  PERFORM kanaf_start_subject(subject_, kind_, desk_, reason_, kanaf_actor());
END
"""

START_SUBJECT = """
BEGIN
  INSERT INTO grants_subject (id, kind) VALUES (subject_, kind_);
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), subject_, desk_, c, 'write', reason_, NULL, tstzrange(now(), NULL), NULL, false,
         by_, now()
  FROM unnest(CASE kind_ WHEN 'report' THEN ARRAY['core', 'identity', 'social']
              ELSE ARRAY['core', 'identity', 'social', 'psychological', 'medical', 'judicial'] END) c;
END
"""

# Only a person is reached through a file: a file linked under another would be opened by it.
# Whoever may only read the person gives a file of hers no more: else she would write through it.
LINK = f"""
DECLARE most text := 'write';
BEGIN
  IF NOT kanaf_can(through_, compartment_, 'write') THEN {REFUSE} END IF;
  IF NOT EXISTS (SELECT FROM grants_subject WHERE id = through_ AND kind = 'case') THEN {REFUSE} END IF;
  IF EXISTS (SELECT FROM grants_subject WHERE id = subject_) THEN
    IF NOT EXISTS (SELECT FROM grants_subject WHERE id = subject_ AND kind = 'person')
       OR NOT kanaf_can(subject_, compartment_, 'read') THEN {REFUSE} END IF;
    IF NOT kanaf_can(subject_, compartment_, 'write') THEN most := 'read'; END IF;
  ELSE
    INSERT INTO grants_subject (id, kind) VALUES (subject_, 'person');
  END IF;
  INSERT INTO grants_subjectlink (id, subject_id, through_id, compartment, level)
  VALUES (gen_random_uuid(), subject_, through_, compartment_, most)
  ON CONFLICT (subject_id, through_id, compartment) WHERE ended_at IS NULL
  DO UPDATE SET level = 'write' WHERE excluded.level = 'write';
END
"""

# What opens at once is read, or written in one's own part; the core is written by whoever leads, and by nobody else.
MAY_GIVE = """
(reason_ = 'referral' AND NOT (compartment_ = 'core' AND level_ = 'write') OR reason_ = 'handover' AND offer_)
AND basis_ IS NOT NULL AND kanaf_can(subject_, 'core', 'write') AND EXISTS (
    SELECT FROM grants_grant g WHERE g.subject_id = subject_ AND g.compartment = compartment_
      AND g.valid @> now() AND g.desk_id IN (SELECT kanaf_desks())
      AND (level_ = 'read' OR g.level = 'write'))
"""

GIVE = f"""
BEGIN
  IF NOT ({MAY_GIVE}) THEN {REFUSE} END IF;
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  VALUES (id_, subject_, desk_, compartment_, level_, reason_, basis_,
          CASE WHEN offer_ THEN 'empty'::tstzrange ELSE tstzrange(now(), until_) END,
          until_, offer_, kanaf_actor(), now());
END
"""

# A role that opens no file answers for no desk.
WORKS_AT = """
EXISTS (SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case'
        WHERE p.desk = {desk} AND r.compartment = 'core'{level})
"""

# A hand-over is taken with the lead, or not at all.
TAKE = f"""
BEGIN
  UPDATE grants_grant SET valid = tstzrange(now(), until), is_offer = false
  WHERE subject_id = subject_ AND basis = basis_ AND is_offer AND reason <> 'handover'
    AND (until IS NULL OR until > now()) AND {WORKS_AT.format(desk="desk_id", level="")};
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

# The lead's own access moves, and never merely ends.
END = f"""
BEGIN
  IF NOT ({WORKS_AT.format(desk="desk_", level="")} OR kanaf_can(subject_, 'core', 'write')) THEN {REFUSE} END IF;
  UPDATE grants_grant
  SET valid = CASE WHEN isempty(valid) THEN valid ELSE tstzrange(lower(valid), now()) END, is_offer = false
  WHERE subject_id = subject_ AND basis = basis_ AND desk_id = desk_ AND reason <> 'lead'
    AND (is_offer OR upper(valid) IS NULL OR upper(valid) > now());
END
"""

MOVE_LEAD = f"""
DECLARE old uuid; new uuid;
BEGIN
  SELECT desk_id INTO new FROM grants_grant
  WHERE subject_id = subject_ AND basis = basis_ AND is_offer AND reason = 'handover'
    AND (until IS NULL OR until > now()) AND {WORKS_AT.format(desk="desk_id", level=" AND r.level = 'write'")} LIMIT 1;
  SELECT desk_id INTO old FROM grants_grant
  WHERE subject_id = subject_ AND reason = 'lead' AND valid @> now() LIMIT 1;
  IF new IS NULL OR old IS NULL THEN {REFUSE} END IF;
  UPDATE grants_grant SET valid = tstzrange(lower(valid), now())
  WHERE subject_id = subject_ AND reason = 'lead' AND valid @> now();
  UPDATE grants_grant SET is_offer = false
  WHERE subject_id = subject_ AND basis = basis_ AND reason = 'handover' AND desk_id = new;
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), subject_, new, c, 'write', 'lead', basis_, tstzrange(now(), NULL), NULL, false,
         kanaf_actor(), now()
  FROM unnest(ARRAY['core', 'identity', 'social', 'psychological', 'medical', 'judicial']) c;
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  VALUES (gen_random_uuid(), subject_, old, 'core', 'read', 'summary', basis_, tstzrange(now(), summary_until_),
          summary_until_, false, kanaf_actor(), now());
  RETURN old::text || '>' || new::text;
END
"""

REACH = "BEGIN RETURN kanaf_can(subject_, 'core', 'read') OR kanaf_can(subject_, 'identity', 'read'); END"


def write_powers(apps, schema_editor):
    apps.get_model("grants", "RolePower").objects.bulk_create(
        apps.get_model("grants", "RolePower")(role=role, kind=kind, compartment=compartment, level=level)
        for role, kind, compartment, level in rows()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0001_initial"),
        ("actors", "0002_functions"),
        ("journal", "0001_initial"),
        ("foundation", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(write_powers, migrations.RunPython.noop),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON grants_grant, grants_subject, grants_subjectlink, grants_rolepower"
            " FROM kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        SqlFunction("kanaf_can(subject_ uuid, compartment_ text, level_ text)", "boolean", CAN),
        SqlFunction("kanaf_open(subject_ uuid)", "TABLE(compartment text, level text)", OPEN),
        SqlFunction("kanaf_readable(compartment_ text)", "SETOF uuid", READABLE),
        SqlFunction("kanaf_reach(subject_ uuid)", "boolean", REACH),
        SqlFunction(
            "kanaf_start_subject(subject_ uuid, kind_ text, desk_ uuid, reason_ text, by_ uuid)",
            "void", START_SUBJECT, volatility="VOLATILE",
        ),
        migrations.RunSQL(
            "REVOKE ALL ON FUNCTION kanaf_start_subject(uuid, text, uuid, text, uuid) FROM kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        SqlFunction(
            "kanaf_open_subject(subject_ uuid, kind_ text, desk_ uuid, reason_ text)",
            "void", OPEN_SUBJECT, volatility="VOLATILE",
        ),
        SqlFunction(
            "kanaf_link(subject_ uuid, through_ uuid, compartment_ text)", "void", LINK, volatility="VOLATILE"
        ),
        SqlFunction(
            "kanaf_give(id_ uuid, subject_ uuid, desk_ uuid, compartment_ text, level_ text, reason_ text,"
            " basis_ uuid, until_ timestamptz, offer_ boolean)",
            "void", GIVE, volatility="VOLATILE",
        ),
        SqlFunction("kanaf_take(subject_ uuid, basis_ uuid)", "void", TAKE, volatility="VOLATILE"),
        SqlFunction("kanaf_end(subject_ uuid, basis_ uuid, desk_ uuid)", "void", END, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_move_lead(subject_ uuid, basis_ uuid, summary_until_ timestamptz)",
            "text", MOVE_LEAD, volatility="VOLATILE",
        ),
        EnableRowSecurity("grants_subject", Policy(select="kanaf_reach(id)")),
        EnableRowSecurity("grants_subjectlink", Policy(select="kanaf_reach(subject_id)")),
        EnableRowSecurity(
            "grants_grant",
            Policy(select="desk_id IN (SELECT kanaf_desks()) OR kanaf_can(subject_id, 'core', 'read')"),
        ),
        EnableRowSecurity(
            "foundation_datakey", Policy(select="kanaf_reach(subject)", insert="kanaf_reach(subject)")
        ),
        EnableRowSecurity(
            "journal_entry",
            Policy(
                select="kanaf_is_system('sealer') OR actor = kanaf_actor()"
                " OR (file IS NOT NULL AND kanaf_can(file, compartment, 'read'))"
                " OR kanaf_has_role('privacy_officer')",
                insert="actor = kanaf_actor() AND xid = pg_current_xact_id()",
            ),
        ),
    ]
