"""A conflict of interest said of a file, the lead that moves away from it, and the authors named in several files."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import kanaf.foundation.ids
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
TODAY = "(now() AT TIME ZONE 'UTC')::date"

# All or nothing, and last: from here whoever said it may be in conflict. A desk that leads hands the lead to one that
# may have it, with the reports that became the file; there is no summary for the one that leaves.
SET_APART = f"""
DECLARE old uuid; reports uuid[]; closes boolean;
BEGIN
  IF NOT kanaf_can(case_, 'identity', 'write') OR NOT kanaf_can(case_, 'core', 'write') OR NOT EXISTS (
       SELECT FROM cases_caseparty p WHERE p.id = party_ AND p.case_id = case_ AND p.role = 'alleged_author'
         AND p.ended_at IS NULL) THEN {REFUSE} END IF;
  SELECT c.lead_desk_id INTO old FROM cases_case c WHERE c.id = case_ FOR UPDATE;
  reports := ARRAY(SELECT t.report_id FROM cases_triage t WHERE t."case" = case_);
  closes := old IN (SELECT kanaf_would_close(case_, organisation_, account_));
  IF closes IS DISTINCT FROM (lead_ IS NOT NULL) THEN {REFUSE} END IF;
  IF closes THEN
    IF lead_ IN (SELECT kanaf_would_close(case_, organisation_, account_)) OR kanaf_desk_apart(case_, lead_)
       OR NOT kanaf_can_lead(lead_) THEN {REFUSE} END IF;
    UPDATE grants_grant SET valid = tstzrange(lower(valid), now())
    WHERE subject_id = case_ AND desk_id IN (old, lead_) AND valid @> now();
    PERFORM kanaf_give_lead(case_, lead_, party_);
    UPDATE cases_lead SET during = tstzrange(lower(during), at_) WHERE case_id = case_ AND upper_inf(during);
    INSERT INTO cases_lead (id, case_id, desk_id, during, basis)
    VALUES (gen_random_uuid(), case_, lead_, tstzrange(at_, NULL), party_);
    UPDATE cases_case SET worker = NULL WHERE id = case_;
    INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                              given_by, given_at)
    SELECT gen_random_uuid(), r, lead_, c, 'write', 'intake', party_, tstzrange(now(), NULL), NULL, false,
           kanaf_actor(), now()
    FROM unnest(reports) r, unnest(ARRAY['core', 'identity', 'social']) c;
    UPDATE cases_report SET desk_id = lead_ WHERE id = ANY (reports) AND desk_id = old;
  ELSE
    UPDATE cases_case SET worker = NULL WHERE id = case_ AND worker IS NOT NULL AND (worker = account_ OR EXISTS (
      SELECT FROM actors_membership m JOIN actors_desk d ON d.id = m.desk_id
      WHERE m.account_id = worker AND d.organisation_id = organisation_ AND m.since <= {TODAY}
        AND (m.until IS NULL OR m.until > {TODAY})));
  END IF;
  PERFORM kanaf_exclude(case_ || reports, organisation_, account_, party_);
  PERFORM kanaf_give_author_alerts();
END
"""

CAN_LEAD = f"""
BEGIN
  RETURN EXISTS (
    SELECT FROM actors_desk d JOIN actors_membership m ON m.desk_id = d.id
    JOIN actors_account a ON a.id = m.account_id AND a.is_active
    JOIN grants_rolepower r ON r.role = m.role AND r.kind = 'case' AND r.compartment = 'core' AND r.level = 'write'
    WHERE d.id = desk_ AND d.is_active AND m.since <= {TODAY} AND (m.until IS NULL OR m.until > {TODAY}));
END
"""

# Two people: whoever said it does not take it back.
LIFT = f"""
DECLARE it grants_exclusion%ROWTYPE; lead uuid;
BEGIN
  SELECT * INTO it FROM grants_exclusion WHERE id = exclusion_ AND ended_at IS NULL;
  SELECT c.lead_desk_id INTO lead FROM cases_case c WHERE c.id = it.subject_id;
  IF lead IS NULL OR it.given_by = kanaf_actor() OR NOT kanaf_can(it.subject_id, 'identity', 'write')
     OR NOT kanaf_desk_role(lead, 'supervisor') THEN {REFUSE} END IF;
  UPDATE grants_exclusion e
  SET ended_at = at_, ended_by = kanaf_actor(), why_ended = CASE WHEN e.id = it.id THEN why_ END
  WHERE e.ended_at IS NULL AND e.basis = it.basis AND e.organisation_id IS NOT DISTINCT FROM it.organisation_id
    AND e.account_id IS NOT DISTINCT FROM it.account_id;
END
"""

REPORT_TOO = """
BEGIN
  IF NEW."case" IS NOT NULL THEN PERFORM kanaf_exclude_like(NEW.report_id, NEW."case"); END IF;
  RETURN NULL;
END
"""

# Written for every author alike, and compared later by the clock: whoever writes learns nothing, not even by waiting.
TRACE = f"""
BEGIN
  IF NOT EXISTS (SELECT FROM cases_caseparty p WHERE p.id = party_ AND p.role = 'alleged_author'
                 AND kanaf_can(p.case_id, 'identity', 'write')) THEN {REFUSE} END IF;
  INSERT INTO cases_authortrace (party_id, traces, named_by, looked_at) VALUES (party_, traces_, kanaf_actor(), NULL)
  ON CONFLICT (party_id) DO UPDATE SET traces = excluded.traces, looked_at = NULL;
END
"""

# The same person, the same number, or a name that sounds the same with the same year of birth. A pair that an alert
# has named already is not told again, whatever was decided.
LOOK = f"""
DECLARE one record; others uuid[]; into_ uuid; is_new boolean;
BEGIN
  IF NOT kanaf_is_system('clock') THEN {REFUSE} END IF;
  FOR one IN
    SELECT t.party_id, t.traces, p.case_id, p.person_id FROM cases_authortrace t
    JOIN cases_caseparty p ON p.id = t.party_id
    WHERE t.looked_at IS NULL ORDER BY p.added_at, p.id FOR UPDATE OF t SKIP LOCKED
  LOOP
    others := ARRAY(
      SELECT q.id FROM cases_authortrace u JOIN cases_caseparty q ON q.id = u.party_id
      WHERE q.case_id <> one.case_id AND q.role = 'alleged_author' AND q.ended_at IS NULL
        AND EXISTS (SELECT FROM cases_caseparty p WHERE p.id = one.party_id AND p.ended_at IS NULL)
        AND (q.person_id = one.person_id OR u.traces && one.traces)
        AND NOT EXISTS (
          SELECT FROM cases_repeatedauthorfile a JOIN cases_repeatedauthorfile b ON b.alert_id = a.alert_id
          WHERE a.party_id = one.party_id AND b.party_id = q.id));
    IF cardinality(others) > 0 THEN
      SELECT a.id INTO into_ FROM cases_repeatedauthor a JOIN cases_repeatedauthorfile f ON f.alert_id = a.id
      WHERE a.decided_at IS NULL AND f.party_id = ANY (one.party_id || others) ORDER BY a.raised_at LIMIT 1;
      is_new := into_ IS NULL;
      IF is_new THEN
        into_ := gen_random_uuid();
        INSERT INTO cases_repeatedauthor (id, supervisor_id, raised_at, due_at, decision)
        VALUES (into_, NULL, at_, due_, '');
      END IF;
      INSERT INTO cases_repeatedauthorfile (id, alert_id, party_id)
      SELECT gen_random_uuid(), into_, p FROM unnest(one.party_id || others) p
      ON CONFLICT (alert_id, party_id) DO NOTHING;
      RETURN QUERY SELECT into_, is_new;
    END IF;
    UPDATE cases_authortrace SET looked_at = at_ WHERE party_id = one.party_id;
  END LOOP;
  PERFORM kanaf_give_author_alerts();
END
"""

# A supervisor without conflict in any of the files, who named none of these authors: of the desk that leads the newest
# file, else of another of them, else the nearest in the territory; always the same one.
READER = f"""
BEGIN
  RETURN (
    WITH files AS (
      SELECT c.id, c.lead_desk_id, c.opened_at, here.lineage, t.named_by
      FROM cases_repeatedauthorfile f JOIN cases_caseparty p ON p.id = f.party_id JOIN cases_case c ON c.id = p.case_id
      JOIN territory_place here ON here.id = c.place_id JOIN cases_authortrace t ON t.party_id = p.id
      WHERE f.alert_id = alert_
    ), newest AS (SELECT * FROM files ORDER BY opened_at DESC, id DESC LIMIT 1)
    SELECT m.account_id FROM actors_membership m
    JOIN actors_account a ON a.id = m.account_id AND a.is_active
    JOIN actors_desk d ON d.id = m.desk_id AND d.is_active
    LEFT JOIN territory_place there ON there.id = d.place_id, newest n
    WHERE m.role = 'supervisor' AND m.since <= {TODAY} AND (m.until IS NULL OR m.until > {TODAY})
      AND m.account_id NOT IN (SELECT x.named_by FROM files x)
      AND NOT EXISTS (SELECT FROM files x WHERE kanaf_apart(x.id, m.account_id))
      AND (d.id IN (SELECT x.lead_desk_id FROM files x) OR there.lineage && n.lineage)
    ORDER BY d.id <> n.lead_desk_id, d.id NOT IN (SELECT x.lead_desk_id FROM files x),
      (SELECT count(*) FROM unnest(there.lineage) l WHERE l = ANY (n.lineage)) DESC, m.since, m.account_id LIMIT 1);
END
"""

IS_FIT = f"""
BEGIN
  RETURN EXISTS (
    SELECT FROM actors_membership m JOIN actors_account a ON a.id = m.account_id AND a.is_active
    WHERE m.account_id = account_ AND m.role = 'supervisor' AND m.since <= {TODAY}
      AND (m.until IS NULL OR m.until > {TODAY}))
  AND NOT EXISTS (
    SELECT FROM cases_repeatedauthorfile f JOIN cases_caseparty p ON p.id = f.party_id
    LEFT JOIN cases_authortrace t ON t.party_id = p.id
    WHERE f.alert_id = alert_ AND (kanaf_apart(p.case_id, account_) OR t.named_by = account_));
END
"""

# Whoever is no supervisor any more, or has come into conflict, has it no more: another one does.
GIVE = """
BEGIN
  UPDATE cases_repeatedauthor a SET supervisor_id = kanaf_author_alert_reader(a.id)
  WHERE a.decided_at IS NULL
    AND (a.supervisor_id IS NULL OR NOT kanaf_fit_for_author_alert(a.id, a.supervisor_id));
END
"""

READS = """
BEGIN
  RETURN EXISTS (SELECT FROM cases_repeatedauthor a
                 WHERE a.id = alert_ AND a.supervisor_id = kanaf_actor()
                   AND kanaf_fit_for_author_alert(a.id, a.supervisor_id));
END
"""

# The files the supervisor may open, by id; of the others only which desk leads them, to be called.
FILES = """
BEGIN
  IF NOT kanaf_reads_author_alert(alert_) THEN RETURN; END IF;
  RETURN QUERY
  SELECT CASE WHEN kanaf_can(c.id, 'identity', 'read') THEN c.id END, c.lead_desk_id
  FROM cases_repeatedauthorfile f JOIN cases_caseparty p ON p.id = f.party_id JOIN cases_case c ON c.id = p.case_id
  WHERE f.alert_id = alert_ ORDER BY c.opened_at DESC, c.id;
END
"""

DECIDE = f"""
BEGIN
  IF NOT kanaf_reads_author_alert(alert_) OR decision_ NOT IN ('same', 'different', 'unknown') THEN {REFUSE} END IF;
  UPDATE cases_repeatedauthor SET decision = decision_, decided_by = kanaf_actor(), decided_at = at_
  WHERE id = alert_ AND decided_at IS NULL;
  RETURN FOUND;
END
"""


def inner(signature, returns, body, *, volatility="STABLE"):
    """A function that only other functions of the owner may call."""
    name, _, rest = signature.partition("(")
    types = ", ".join(word.split()[-1] for word in rest.rstrip(")").split(",") if word)
    return [
        SqlFunction(signature, returns, body, volatility=volatility),
        migrations.RunSQL(f"REVOKE ALL ON FUNCTION {name}({types}) FROM kanaf_runtime", migrations.RunSQL.noop),
    ]


def door(signature, returns, body):
    return SqlFunction(signature, returns, body, volatility="VOLATILE")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_consents_end"), ("grants", "0004_conflict_of_interest"), ("territory", "0008_author_alert"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorTrace",
            fields=[
                ("party", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="cases.caseparty")),
                ("traces", django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), size=None)),
                ("named_by", models.UUIDField()),
                ("looked_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["traces"], name="authortrace_traces"),
                    models.Index(condition=models.Q(("looked_at", None)), fields=["looked_at"], name="authortrace_new"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepeatedAuthor",
            fields=[
                ("id", models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("raised_at", models.DateTimeField(verbose_name="noticed at")),
                ("due_at", models.DateTimeField(verbose_name="to decide before")),
                ("decision", models.CharField(blank=True, choices=[("same", "It is the same person"), ("different", "They are different people"), ("unknown", "It cannot be told")], max_length=9, verbose_name="decision")),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("supervisor", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.account")),
            ],
            options={
                "indexes": [models.Index(fields=["supervisor", "decided_at"], name="repeatedauthor_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False), ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="repeatedauthor_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RepeatedAuthorFile",
            fields=[
                ("id", models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("alert", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.repeatedauthor")),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.caseparty")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("alert", "party"), name="repeatedauthorfile_once")]
            },
        ),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON cases_authortrace, cases_repeatedauthor, cases_repeatedauthorfile"
            " FROM kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        *inner("kanaf_can_lead(desk_ uuid)", "boolean", CAN_LEAD),
        *inner("kanaf_author_alert_reader(alert_ uuid)", "uuid", READER),
        *inner("kanaf_fit_for_author_alert(alert_ uuid, account_ uuid)", "boolean", IS_FIT),
        *inner("kanaf_give_author_alerts()", "void", GIVE, volatility="VOLATILE"),
        SqlFunction("kanaf_reads_author_alert(alert_ uuid)", "boolean", READS),
        SqlFunction("kanaf_author_alert_files(alert_ uuid)", "TABLE(file uuid, desk uuid)", FILES),
        door("kanaf_decide_author_alert(alert_ uuid, decision_ text, at_ timestamptz)", "boolean", DECIDE),
        door("kanaf_trace_author(party_ uuid, traces_ bytea[])", "void", TRACE),
        door(
            "kanaf_look_for_authors(at_ timestamptz, due_ timestamptz)", "TABLE(alert uuid, is_new boolean)", LOOK
        ),
        door(
            "kanaf_set_apart(case_ uuid, party_ uuid, organisation_ uuid, account_ uuid, lead_ uuid, at_ timestamptz)",
            "void", SET_APART,
        ),
        door("kanaf_lift_exclusion(exclusion_ uuid, why_ bytea, at_ timestamptz)", "void", LIFT),
        door("kanaf_hide_report()", "trigger", REPORT_TOO),
        migrations.RunSQL(
            "CREATE TRIGGER cases_triage_apart AFTER INSERT OR UPDATE ON cases_triage"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_hide_report()",
            "DROP TRIGGER cases_triage_apart ON cases_triage",
        ),
        EnableRowSecurity("cases_authortrace", Policy(select=None)),
        EnableRowSecurity("cases_repeatedauthor", Policy(select="kanaf_reads_author_alert(id)")),
        EnableRowSecurity("cases_repeatedauthorfile", Policy(select=None)),
    ]
