"""Who is told by mail about people who may be one: whoever may act on it, asked as that person, and nobody in conflict."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"
TODAY = "(now() AT TIME ZONE 'UTC')::date"
HELD = f"m.since <= {TODAY} AND (m.until IS NULL OR m.until > {TODAY})"

# The files through which two records are reached: a conflict with any of them silences the mail.
FILES = "ARRAY(SELECT DISTINCT l.through_id FROM grants_subjectlink l WHERE l.subject_id IN ({people}) AND l.ended_at IS NULL)"
SILENCED = "EXISTS (SELECT FROM unnest({files}) f WHERE kanaf_apart(f, account_))"

READS_BOTH = "kanaf_can({one}, 'identity', 'read') AND kanaf_can({other}, 'identity', 'read')"
WRITES_EITHER = "(kanaf_can({one}, 'identity', 'write') OR kanaf_can({other}, 'identity', 'write'))"

# The desk that leads the file, in a role that writes who somebody is.
AT_DESK = """
kanaf_can({file}, 'identity', 'write') AND EXISTS (
  SELECT FROM cases_case c JOIN kanaf_posts() p ON p.desk = c.lead_desk_id
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case' AND r.compartment = 'identity' AND r.level = 'write'
  WHERE c.id = {file})
"""

MERGED = "SELECT FROM persons_person b WHERE b.id IN (p.one_id, p.other_id) AND b.merged_into_id IS NOT NULL"
PROPOSED = "SELECT FROM cases_personmerge m WHERE m.pair_id = p.id AND m.state = 'proposed'"

# Asked as the person, with the very questions that the doors ask: no second list of who may do what. It runs inside
# one statement of the clock, and whoever acted before acts again when it returns.
MIGHT = f"""
DECLARE was_ text := current_setting('kanaf.actor', true); may_ boolean := false;
BEGIN
  PERFORM set_config('kanaf.actor', account_::text, true);
  IF about_ = 'second' THEN
    SELECT m.proposed_by <> account_ AND NOT {SILENCED.format(files=FILES.format(people="m.kept_id, m.absorbed_id"))}
      AND kanaf_merge_obstacle(m.kept_id, m.absorbed_id) = ''
      AND kanaf_may_settle(m.kept_id, m.absorbed_id, m.proposed_by, m.proposed_desk_id) INTO may_
    FROM cases_personmerge m WHERE m.id = subject_ AND m.state = 'proposed';
  ELSIF about_ = 'word' THEN
    SELECT NOT {SILENCED.format(files="ARRAY[k.case_id, k.through_id]")} AND {AT_DESK.format(file="k.case_id")} INTO may_
    FROM cases_knownelsewhere k WHERE k.id = subject_ AND k.answer = '';
  ELSIF about_ = 'call' THEN
    SELECT NOT {SILENCED.format(files="ARRAY[k.case_id, k.through_id]")} AND {AT_DESK.format(file="k.through_id")} INTO may_
    FROM cases_knownelsewhere k WHERE k.id = subject_ AND k.answer = 'call' AND k.ended_at IS NULL;
  ELSIF about_ = 'pair' THEN
    SELECT NOT {SILENCED.format(files=FILES.format(people="p.one_id, p.other_id"))}
      AND {READS_BOTH.format(one="p.one_id", other="p.other_id")}
      AND {WRITES_EITHER.format(one="p.one_id", other="p.other_id")} INTO may_
    FROM cases_personpair p
    WHERE p.id = subject_ AND p.outcome = '' AND NOT EXISTS ({MERGED}) AND NOT EXISTS ({PROPOSED});
  END IF;
  PERFORM set_config('kanaf.actor', coalesce(was_, ''), true);
  RETURN coalesce(may_, false);
END
"""

# At these desks: whoever follows one of the files or coordinates, else everybody; whoever is away with the stand-in.
TELL = f"""
DECLARE told_ uuid[];
BEGIN
  WITH held AS (
    SELECT m.account_id AS id, bool_or(m.role = 'desk_coordinator'
           OR m.account_id IN (SELECT c.worker FROM cases_case c WHERE c.id = ANY (files_))) AS is_first
    FROM actors_membership m WHERE m.desk_id = ANY (desks_) AND {HELD} GROUP BY m.account_id
  ), near AS (
    SELECT h.id, h.is_first FROM held h
    UNION ALL SELECT x.covered_by_id, h.is_first FROM held h JOIN actors_absence x ON x.account_id = h.id
    WHERE x.since <= now() AND x.until > now()
  ), able AS MATERIALIZED (
    SELECT n.id, bool_or(n.is_first) AS is_first FROM near n GROUP BY n.id
    HAVING kanaf_might(n.id, about_, subject_)
  ), told AS (
    INSERT INTO cases_duplicatenotice (id, about, subject, person_id, at, mail_at)
    SELECT gen_random_uuid(), about_, subject_, a.id, at_, mail_at_ FROM able a
    WHERE a.is_first OR NOT EXISTS (SELECT FROM able b WHERE b.is_first)
    ON CONFLICT DO NOTHING RETURNING person_id
  ) SELECT coalesce(array_agg(person_id), '{{}}') INTO told_ FROM told;
  RETURN told_;
END
"""

UNTOLD = "NOT EXISTS (SELECT FROM cases_duplicatenotice n WHERE n.about = '{about}' AND n.subject = {subject})"

# What waits and nobody was told of: while nobody may act on it, it is asked again.
TELL_WAITING = f"""
DECLARE one record; told_ uuid[];
BEGIN
  {ONLY_CLOCK}
  FOR one IN
    SELECT 'second' AS about, m.id AS subject, m.pair_id AS entry, NULL::uuid AS file, NULL::uuid AS desk,
           ARRAY(SELECT kanaf_keepers(ARRAY[m.kept_id, m.absorbed_id])) AS desks,
           {FILES.format(people="m.kept_id, m.absorbed_id")} AS files
    FROM cases_personmerge m WHERE m.state = 'proposed' AND {UNTOLD.format(about="second", subject="m.id")}
    UNION ALL
    SELECT 'word', k.id, k.id, c.id, c.lead_desk_id, ARRAY[c.lead_desk_id], ARRAY[c.id]
    FROM cases_knownelsewhere k JOIN cases_case c ON c.id = k.case_id
    WHERE k.answer = '' AND {UNTOLD.format(about="word", subject="k.id")}
    UNION ALL
    SELECT 'call', k.id, k.id, c.id, c.lead_desk_id, ARRAY[c.lead_desk_id], ARRAY[c.id]
    FROM cases_knownelsewhere k JOIN cases_case c ON c.id = k.through_id
    WHERE k.answer = 'call' AND k.ended_at IS NULL AND {UNTOLD.format(about="call", subject="k.id")}
  LOOP
    told_ := kanaf_tell_duplicate(one.about, one.subject, one.desks, one.files, at_, mail_at_);
    IF told_ <> '{{}}' THEN
      RETURN QUERY SELECT one.about, one.entry, one.file, one.desk, told_;
    END IF;
  END LOOP;
END
"""

# What the night found, for the digest of the morning.
TELL_FOUND = f"""
DECLARE one record; found_ int := 0;
BEGIN
  {ONLY_CLOCK}
  FOR one IN
    SELECT p.id, p.one_id, p.other_id FROM cases_personpair p
    WHERE p.found_by = 'sweep' AND p.found_at = at_ AND p.outcome = ''
  LOOP
    found_ := found_ + coalesce(cardinality(kanaf_tell_duplicate(
      'pair', one.id, ARRAY(SELECT kanaf_keepers(ARRAY[one.one_id, one.other_id])),
      {FILES.format(people="one.one_id, one.other_id")}, at_, mail_at_)), 0);
  END LOOP;
  RETURN found_;
END
"""

# One mail a person for all that is due; what is settled meanwhile, or is theirs no more, is dropped.
TO_MAIL = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY
  WITH due AS MATERIALIZED (
    SELECT n.id, kanaf_might(n.person_id, n.about::text, n.subject) AS may FROM cases_duplicatenotice n
    WHERE n.mailed_at IS NULL AND n.mail_at <= at_ FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM cases_duplicatenotice n USING due d WHERE n.id = d.id AND NOT d.may
  ), sent AS (
    UPDATE cases_duplicatenotice n SET mailed_at = at_ FROM due d WHERE n.id = d.id AND d.may RETURNING n.person_id
  )
  SELECT a.email::text, a.language::text, count(*)::int FROM sent s JOIN actors_account a ON a.id = s.person_id
  GROUP BY a.id;
END
"""

TOLD = "TABLE(about text, subject uuid, file uuid, desk uuid, told uuid[])"
INNER = (
    "kanaf_might(uuid, text, uuid), kanaf_tell_duplicate(text, uuid, uuid[], uuid[], timestamptz, timestamptz)"
)


def door(signature: str, returns: str, body: str) -> SqlFunction:
    return SqlFunction(signature, returns, body, volatility="VOLATILE")


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_notices_of_duplicates")]

    operations = [
        EnableRowSecurity("cases_duplicatenotice", Policy(select=None)),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON cases_duplicatenotice FROM kanaf_runtime", migrations.RunSQL.noop
        ),
        door("kanaf_might(account_ uuid, about_ text, subject_ uuid)", "boolean", MIGHT),
        door(
            "kanaf_tell_duplicate(about_ text, subject_ uuid, desks_ uuid[], files_ uuid[], at_ timestamptz,"
            " mail_at_ timestamptz)", "uuid[]", TELL,
        ),
        migrations.RunSQL(f"REVOKE ALL ON FUNCTION {INNER} FROM kanaf_runtime", migrations.RunSQL.noop),
        door("kanaf_tell_duplicates(at_ timestamptz, mail_at_ timestamptz)", TOLD, TELL_WAITING),
        door("kanaf_tell_found_pairs(at_ timestamptz, mail_at_ timestamptz)", "int", TELL_FOUND),
        door(
            "kanaf_duplicates_to_mail(at_ timestamptz)", "TABLE(email text, language text, waiting int)", TO_MAIL
        ),
    ]
