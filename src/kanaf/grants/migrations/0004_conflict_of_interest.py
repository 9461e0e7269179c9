"""Conflicts of interest: a file is hidden from an organisation or a person, whatever was granted to their desks."""

import django.db.models.deletion
from django.db import migrations, models

import kanaf.foundation.ids
import kanaf.foundation.vault.fields
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
TODAY = "(now() AT TIME ZONE 'UTC')::date"
HELD = f"m.since <= {TODAY} AND (m.until IS NULL OR m.until > {TODAY})"

# What hangs on a file (a report that became it, what was kept of it) is hidden with it, then and later.
LIKE = """
BEGIN
  INSERT INTO grants_exclusion (id, subject_id, organisation_id, account_id, basis, since, given_by)
  SELECT gen_random_uuid(), subject_, e.organisation_id, e.account_id, e.basis, now(), e.given_by
  FROM grants_exclusion e WHERE e.subject_id = file_ AND e.ended_at IS NULL
  ON CONFLICT DO NOTHING;
END
"""

# One index probe answers for nearly every row: no conflict was ever said of this subject.
TOUCHED = "EXISTS (SELECT FROM grants_exclusion x WHERE x.subject_id = {subject} AND x.ended_at IS NULL)"

EXCLUDED = f"""
BEGIN
  IF NOT {TOUCHED.format(subject="subject_")} THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT FROM grants_exclusion e WHERE e.subject_id = subject_ AND e.ended_at IS NULL AND (
      e.account_id = kanaf_actor() OR e.organisation_id IN (
        SELECT d.organisation_id FROM kanaf_desks() k JOIN actors_desk d ON d.id = k)));
END
"""

# The same of anybody: for those who are told, mailed or fed while nobody acts. No runtime role may ask it.
APART = f"""
BEGIN
  IF NOT {TOUCHED.format(subject="subject_")} THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT FROM grants_exclusion e WHERE e.subject_id = subject_ AND e.ended_at IS NULL AND (
      e.account_id = account_ OR e.organisation_id IN (
        SELECT d.organisation_id FROM actors_membership m JOIN actors_desk d ON d.id = m.desk_id
        WHERE {HELD} AND (m.account_id = account_ OR m.account_id IN (
          SELECT a.account_id FROM actors_absence a
          WHERE a.covered_by_id = account_ AND a.since <= now() AND a.until > now())))));
END
"""

# A desk of an excluded organisation, or one at which everybody who opens files is in conflict.
DESK_APART = f"""
DECLARE free_ integer; apart_ integer;
BEGIN
  IF NOT {TOUCHED.format(subject="subject_")} THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM grants_exclusion e JOIN actors_desk d ON d.organisation_id = e.organisation_id
             WHERE e.subject_id = subject_ AND e.ended_at IS NULL AND d.id = desk_) THEN RETURN true; END IF;
  SELECT count(*) FILTER (WHERE NOT w.apart), count(*) FILTER (WHERE w.apart) INTO free_, apart_
  FROM (SELECT DISTINCT m.account_id, kanaf_apart(subject_, m.account_id) AS apart FROM actors_membership m
        JOIN actors_account a ON a.id = m.account_id AND a.is_active
        JOIN grants_rolepower r ON r.role = m.role AND r.kind = 'case' AND r.compartment = 'core'
        WHERE m.desk_id = desk_ AND {HELD}) w;
  RETURN apart_ > 0 AND free_ = 0;
END
"""

# Which desks may not be asked: told to whoever reads the identity part, where the reason stands.
CLOSED_DESKS = """
BEGIN
  IF NOT kanaf_can(subject_, 'identity', 'read') THEN RETURN; END IF;
  RETURN QUERY
  SELECT d.id FROM actors_desk d JOIN grants_exclusion e ON e.organisation_id = d.organisation_id
  WHERE e.subject_id = subject_ AND e.ended_at IS NULL
  UNION
  SELECT DISTINCT m.desk_id FROM grants_exclusion e JOIN actors_membership m ON m.account_id = e.account_id
  WHERE e.subject_id = subject_ AND e.ended_at IS NULL AND kanaf_desk_apart(subject_, m.desk_id);
END
"""

# What a conflict that is about to be said will close: asked before it is said, by whoever may say it.
WOULD_CLOSE = f"""
BEGIN
  IF NOT kanaf_can(subject_, 'identity', 'write') THEN RETURN; END IF;
  RETURN QUERY
  WITH posts AS (
    SELECT m.account_id, m.desk_id, m.role FROM actors_membership m
    JOIN actors_account a ON a.id = m.account_id AND a.is_active WHERE {HELD}
  ), named AS (
    SELECT p.account_id FROM posts p JOIN actors_desk d ON d.id = p.desk_id
    WHERE p.account_id = account_ OR d.organisation_id = organisation_
  ), workers AS (
    SELECT p.desk_id, p.account_id IN (SELECT n.account_id FROM named n) AS is_named,
           kanaf_apart(subject_, p.account_id) AS is_apart
    FROM posts p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case' AND r.compartment = 'core'
    WHERE p.desk_id IN (SELECT q.desk_id FROM posts q JOIN named n ON n.account_id = q.account_id)
  )
  SELECT d.id FROM actors_desk d WHERE d.organisation_id = organisation_
  UNION
  SELECT w.desk_id FROM workers w GROUP BY w.desk_id HAVING bool_or(w.is_named) AND bool_and(w.is_named OR w.is_apart);
END
"""

# No way of giving leads round a conflict: not a referral, not a conference, not a court, not an emergency.
KEEP_APART = f"""
BEGIN
  IF (NEW.is_offer OR NOT isempty(NEW.valid) AND (upper_inf(NEW.valid) OR upper(NEW.valid) > now()))
     AND kanaf_desk_apart(NEW.subject_id, NEW.desk_id) THEN {REFUSE} END IF;
  RETURN NEW;
END
"""

HOLDS = """
EXISTS (
    SELECT FROM grants_grant g
    JOIN kanaf_posts() p ON p.desk = g.desk_id
    JOIN grants_subject s ON s.id = g.subject_id
    JOIN grants_rolepower r ON r.role = p.role AND r.kind = s.kind AND r.compartment = g.compartment
    WHERE g.subject_id = {subject} AND g.compartment = {compartment} AND g.valid @> now()
      AND (({level} = 'read') OR (g.level = 'write' AND r.level = 'write')))
"""


def free(subject: str) -> str:
    return f"NOT ({TOUCHED.format(subject=subject)} AND kanaf_excluded({subject}))"


# A person is reached through each file apart: one that is hidden closes no other.
CAN = f"""
BEGIN
  IF kanaf_actor() IS NULL THEN RETURN false; END IF;
  IF {HOLDS.format(subject="subject_", compartment="compartment_", level="level_")} THEN
    RETURN {free("subject_")};
  END IF;
  RETURN EXISTS (
    SELECT FROM grants_subjectlink l
    WHERE l.subject_id = subject_ AND l.compartment = compartment_ AND l.ended_at IS NULL
      AND (level_ = 'read' OR l.level = 'write')
      AND {HOLDS.format(subject="l.through_id", compartment="compartment_", level="level_")}
      AND {free("l.through_id")});
END
"""

OPEN = """
BEGIN
  IF kanaf_excluded(subject_) THEN RETURN; END IF;
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
DECLARE
  me uuid := kanaf_actor();
  ours uuid[] := ARRAY(SELECT DISTINCT d.organisation_id FROM kanaf_desks() k JOIN actors_desk d ON d.id = k);
BEGIN
  RETURN QUERY
  SELECT DISTINCT g.subject_id FROM grants_grant g
  JOIN kanaf_posts() p ON p.desk = g.desk_id
  JOIN grants_subject s ON s.id = g.subject_id
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = s.kind AND r.compartment = g.compartment
  WHERE g.compartment = compartment_ AND g.valid @> now() AND NOT EXISTS (
    SELECT FROM grants_exclusion e WHERE e.subject_id = g.subject_id AND e.ended_at IS NULL
      AND (e.account_id = me OR e.organisation_id = ANY (ours)));
END
"""

# A role that opens no file answers for no desk, and neither does whoever is in conflict.
WORKS_AT = """
NOT kanaf_excluded(subject_) AND
EXISTS (SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case'
        WHERE p.desk = {desk} AND r.compartment = 'core'{level})
"""

TAKE = f"""
BEGIN
  UPDATE grants_grant SET valid = tstzrange(now(), until), is_offer = false
  WHERE subject_id = subject_ AND basis = basis_ AND is_offer AND reason <> 'handover'
    AND (until IS NULL OR until > now()) AND {WORKS_AT.format(desk="desk_id", level="")};
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

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
  PERFORM kanaf_give_lead(subject_, new, basis_);
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  VALUES (gen_random_uuid(), subject_, old, 'core', 'read', 'summary', basis_, tstzrange(now(), summary_until_),
          summary_until_, false, kanaf_actor(), now());
  RETURN old::text || '>' || new::text;
END
"""

GIVE_LEAD = """
BEGIN
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), subject_, desk_, c, 'write', 'lead', basis_, tstzrange(now(), NULL), NULL, false,
         kanaf_actor(), now()
  FROM unnest(ARRAY['core', 'identity', 'social', 'psychological', 'medical', 'judicial']) c;
END
"""

# Said of a file, a conflict holds for the reports that it came from and for what was kept of it.
SET_APART = """
BEGIN
  INSERT INTO grants_exclusion (id, subject_id, organisation_id, account_id, basis, since, given_by)
  SELECT gen_random_uuid(), s, organisation_, account_, basis_, now(), kanaf_actor() FROM unnest(subjects_) s
  ON CONFLICT DO NOTHING;
  UPDATE grants_grant g
  SET valid = CASE WHEN isempty(g.valid) THEN g.valid
                   ELSE tstzrange(lower(g.valid), greatest(lower(g.valid), now())) END, is_offer = false
  WHERE g.subject_id = ANY (subjects_) AND (g.is_offer OR upper(g.valid) IS NULL OR upper(g.valid) > now())
    AND kanaf_desk_apart(g.subject_id, g.desk_id);
END
"""

PROTECT = "REVOKE ALL ON FUNCTION {} FROM kanaf_runtime"


def inner(signature, returns, body, *, volatility="STABLE"):
    """A function that only other functions of the owner may call."""
    made = SqlFunction(signature, returns, body, volatility=volatility)
    name, _, rest = signature.partition("(")
    types = ", ".join(word.split()[-1] for word in rest.rstrip(")").split(","))
    return [made, migrations.RunSQL(PROTECT.format(f"{name}({types})"), migrations.RunSQL.noop)]


class Migration(migrations.Migration):
    dependencies = [("grants", "0003_conference_and_summary"), ("actors", "0005_signin")]

    operations = [
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("basis", models.UUIDField()),
                ("since", models.DateTimeField()),
                ("given_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("why_ended", kanaf.foundation.vault.fields.SealedText(key="subject_id", null=True)),
                ("account", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.account")),
                ("organisation", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.organisation")),
                ("subject", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="grants.subject")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["account"], name="exclusion_of_account"),
                    models.Index(condition=models.Q(("ended_at", None)), fields=["organisation"], name="exclusion_of_organisation"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", True), ("organisation__isnull", False)),
                            models.Q(("account__isnull", False), ("organisation__isnull", True)),
                            _connector="OR",
                        ),
                        name="exclusion_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False),
                                models.Q(("ended_by", models.F("given_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exclusion_ended_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("subject", "organisation", "account"),
                        name="exclusion_once", nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON grants_exclusion FROM kanaf_runtime", migrations.RunSQL.noop
        ),
        SqlFunction("kanaf_excluded(subject_ uuid)", "boolean", EXCLUDED),
        *inner("kanaf_apart(subject_ uuid, account_ uuid)", "boolean", APART),
        *inner("kanaf_desk_apart(subject_ uuid, desk_ uuid)", "boolean", DESK_APART),
        SqlFunction("kanaf_can(subject_ uuid, compartment_ text, level_ text)", "boolean", CAN),
        SqlFunction("kanaf_open(subject_ uuid)", "TABLE(compartment text, level text)", OPEN),
        SqlFunction("kanaf_readable(compartment_ text)", "SETOF uuid", READABLE),
        SqlFunction("kanaf_closed_desks(subject_ uuid)", "SETOF uuid", CLOSED_DESKS),
        SqlFunction("kanaf_take(subject_ uuid, basis_ uuid)", "void", TAKE, volatility="VOLATILE"),
        SqlFunction("kanaf_end(subject_ uuid, basis_ uuid, desk_ uuid)", "void", END, volatility="VOLATILE"),
        *inner("kanaf_give_lead(subject_ uuid, desk_ uuid, basis_ uuid)", "void", GIVE_LEAD, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_move_lead(subject_ uuid, basis_ uuid, summary_until_ timestamptz)",
            "text", MOVE_LEAD, volatility="VOLATILE",
        ),
        *inner(
            "kanaf_exclude(subjects_ uuid[], organisation_ uuid, account_ uuid, basis_ uuid)",
            "void", SET_APART, volatility="VOLATILE",
        ),
        SqlFunction(
            "kanaf_would_close(subject_ uuid, organisation_ uuid, account_ uuid)", "SETOF uuid", WOULD_CLOSE
        ),
        *inner("kanaf_exclude_like(subject_ uuid, file_ uuid)", "void", LIKE, volatility="VOLATILE"),
        SqlFunction("kanaf_keep_apart()", "trigger", KEEP_APART, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER grants_grant_apart BEFORE INSERT OR UPDATE ON grants_grant"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_keep_apart()",
            "DROP TRIGGER grants_grant_apart ON grants_grant",
        ),
        EnableRowSecurity("grants_exclusion", Policy(select="kanaf_can(subject_id, 'identity', 'read')")),
        EnableRowSecurity(
            "grants_grant",
            Policy(
                select="(desk_id IN (SELECT kanaf_desks()) AND NOT kanaf_excluded(subject_id))"
                " OR kanaf_can(subject_id, 'core', 'read')"
            ),
        ),
        # What one did oneself before the conflict was known is hidden with the rest, and so is a refused attempt.
        EnableRowSecurity(
            "journal_entry",
            Policy(
                select="kanaf_is_system('sealer')"
                " OR ((actor = kanaf_actor() OR kanaf_has_role('privacy_officer'))"
                " AND NOT kanaf_excluded(COALESCE(file, subject)))"
                " OR (file IS NOT NULL AND kanaf_can(file, compartment, 'read'))",
                insert="actor = kanaf_actor() AND xid = pg_current_xact_id()",
            ),
        ),
    ]
