"""What hides a file from somebody, or takes a consent back, takes apart the records that were joined with its own.

A joined record stands in files of several desks: whoever may not see one of them any more read there what came from it.
Who may undo a joining is asked in one place from now on. Whether two records may be joined is asked of each file of the
one with each of the other: who is kept from one file of a person may read another one.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"

HELD = "PERFORM FROM persons_person WHERE id IN (m.kept_id, m.absorbed_id) ORDER BY id FOR UPDATE;"

# Each file of the one person beside each of the other, both ways.
EACH_FILE = """
SELECT FROM grants_subjectlink a JOIN grants_subjectlink b ON b.through_id <> a.through_id AND b.ended_at IS NULL
WHERE a.ended_at IS NULL AND (a.subject_id = one_ AND b.subject_id = other_ OR a.subject_id = other_ AND b.subject_id = one_)
"""

# What stands in the way of joining, in one word; nothing when nothing does.
OBSTACLE = f"""
BEGIN
  IF NOT (kanaf_can(one_, 'identity', 'read') AND kanaf_can(other_, 'identity', 'read')) THEN RETURN 'unknown'; END IF;
  IF EXISTS (SELECT FROM persons_person p WHERE p.id IN (one_, other_) AND p.merged_into_id IS NOT NULL) THEN
    RETURN 'merged';
  END IF;
  IF EXISTS (SELECT FROM foundation_datakey k WHERE k.subject IN (one_, other_) AND k.destroyed_at IS NOT NULL) THEN
    RETURN 'erased';
  END IF;
  IF EXISTS (SELECT FROM unnest(ARRAY[one_, other_]) s WHERE NOT EXISTS (
       SELECT FROM cases_caseparty p WHERE p.person_id = s AND p.ended_at IS NULL AND p.role <> 'alleged_author'))
  THEN RETURN 'unknown'; END IF;
  IF EXISTS ({EACH_FILE} AND EXISTS (
       SELECT FROM grants_exclusion e WHERE e.subject_id = a.through_id AND e.ended_at IS NULL AND NOT EXISTS (
         SELECT FROM grants_exclusion o WHERE o.subject_id = b.through_id AND o.ended_at IS NULL
           AND o.organisation_id IS NOT DISTINCT FROM e.organisation_id
           AND o.account_id IS NOT DISTINCT FROM e.account_id)))
  THEN RETURN 'conflict'; END IF;
  IF EXISTS ({EACH_FILE} AND EXISTS (
       SELECT FROM cases_consent c JOIN grants_grant g ON g.desk_id = c.desk_id AND g.subject_id = b.through_id
        AND g.compartment = 'identity' AND g.valid @> now()
       WHERE c.case_id = a.through_id AND c.state IN ('withdrawn', 'refused')
         AND NOT EXISTS (SELECT FROM cases_consent n WHERE n.replaces_id = c.id)))
  THEN RETURN 'consent'; END IF;
  IF EXISTS (
    SELECT FROM cases_caseparty a JOIN cases_caseparty b ON b.case_id = a.case_id AND b.ended_at IS NULL
    WHERE a.ended_at IS NULL AND a.person_id IN (one_, other_) AND b.person_id IN (one_, other_)
      AND a.person_id <> b.person_id
      AND (a.role = 'alleged_author' AND b.role <> 'alleged_author' OR a.role = 'main' AND b.role <> 'main')) THEN
    RETURN 'parts';
  END IF;
  RETURN '';
END
"""

MERGE = f"""
DECLARE m cases_personmerge%ROWTYPE; ended_ uuid[]; moved_ uuid[];
BEGIN
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_;
  IF NOT FOUND THEN {REFUSE} END IF;
  -- A conflict said, or a consent taken back, of one of their files at this moment is waited for, and seen below.
  PERFORM FROM cases_case c WHERE c.id IN (
    SELECT l.through_id FROM grants_subjectlink l
    WHERE l.subject_id IN (m.kept_id, m.absorbed_id) AND l.ended_at IS NULL)
  ORDER BY c.id FOR SHARE;
  {HELD}
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_ AND state = 'proposed' FOR UPDATE;
  IF NOT FOUND OR NOT kanaf_may_settle(m.kept_id, m.absorbed_id, m.proposed_by, m.proposed_desk_id)
     OR kanaf_merge_obstacle(m.kept_id, m.absorbed_id) <> '' THEN {REFUSE} END IF;
  WITH over AS (
    UPDATE cases_caseparty b SET ended_at = at_
    WHERE b.person_id = m.absorbed_id AND b.ended_at IS NULL AND EXISTS (
      SELECT FROM cases_caseparty a WHERE a.person_id = m.kept_id AND a.case_id = b.case_id AND a.role = b.role
        AND a.ended_at IS NULL)
    RETURNING b.id
  ) SELECT coalesce(array_agg(id), '{{}}') INTO ended_ FROM over;
  WITH over AS (
    UPDATE cases_caseparty SET person_id = m.kept_id
    WHERE person_id = m.absorbed_id AND NOT id = ANY (ended_) RETURNING id
  ) SELECT coalesce(array_agg(id), '{{}}') INTO moved_ FROM over;
  INSERT INTO grants_subjectlink (id, subject_id, through_id, compartment, level)
  SELECT gen_random_uuid(), m.kept_id, l.through_id, l.compartment, l.level FROM grants_subjectlink l
  WHERE l.subject_id = m.absorbed_id AND l.ended_at IS NULL
  ON CONFLICT (subject_id, through_id, compartment) WHERE ended_at IS NULL
    DO UPDATE SET level = 'write' WHERE excluded.level = 'write';
  UPDATE persons_person SET merged_into_id = m.kept_id WHERE id = m.absorbed_id;
  UPDATE cases_personmerge SET state = 'done', record = record_, moved = moved_, ended = ended_,
    decided_by = kanaf_actor(), decided_at = at_ WHERE id = merge_;
  UPDATE cases_personpair SET outcome = 'same', decided_by = kanaf_actor(), decided_at = at_ WHERE id = m.pair_id;
END
"""

MAY_UNDO = """
BEGIN
  RETURN EXISTS (
    SELECT FROM cases_personmerge m WHERE m.id = merge_ AND m.state = 'done'
      AND kanaf_can(m.kept_id, 'identity', 'read') AND kanaf_can(m.absorbed_id, 'identity', 'read')
      AND (kanaf_can(m.kept_id, 'identity', 'write') OR kanaf_can(m.absorbed_id, 'identity', 'write')));
END
"""
LATER = """
BEGIN
  RETURN QUERY SELECT o.id, o.record FROM cases_personmerge m JOIN cases_personmerge o ON o.kept_id = m.kept_id
  WHERE m.id = merge_ AND o.state = 'done' AND o.decided_at > m.decided_at AND kanaf_may_undo(m.id)
  ORDER BY o.decided_at;
END
"""

# Nobody corrects, joins or takes apart the same people meanwhile; always in one order.
HOLD = """
BEGIN
  PERFORM FROM persons_person p JOIN cases_personmerge m ON p.id IN (m.kept_id, m.absorbed_id)
  WHERE m.id = merge_ ORDER BY p.id FOR UPDATE OF p;
END
"""

# The act itself, for the two doors below. A part taken since opens the second person to its file: to be written there
# only by whoever writes them anyway.
UNMERGE = f"""
DECLARE m cases_personmerge%ROWTYPE;
BEGIN
  PERFORM kanaf_hold_merge(merge_);
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_ AND state = 'done' FOR UPDATE;
  IF NOT FOUND
     OR EXISTS (SELECT FROM persons_person p WHERE p.id = m.kept_id AND p.merged_into_id IS NOT NULL)
     OR EXISTS (SELECT FROM unnest(since_) s WHERE NOT EXISTS (
          SELECT FROM cases_caseparty p WHERE p.id = s AND p.person_id = m.kept_id AND p.added_at >= m.decided_at
            AND kanaf_can(p.case_id, 'identity', 'write')))
  THEN {REFUSE} END IF;
  INSERT INTO grants_subjectlink (id, subject_id, through_id, compartment, level)
  SELECT DISTINCT ON (p.case_id) gen_random_uuid(), m.absorbed_id, p.case_id, 'identity',
         CASE WHEN kanaf_can(m.absorbed_id, 'identity', 'write') THEN 'write' ELSE 'read' END
  FROM cases_caseparty p WHERE p.id = ANY (since_)
  ON CONFLICT (subject_id, through_id, compartment) WHERE ended_at IS NULL DO NOTHING;
  UPDATE persons_person SET merged_into_id = NULL WHERE id = m.absorbed_id;
  UPDATE cases_caseparty SET person_id = m.absorbed_id
  WHERE person_id = m.kept_id AND (id = ANY (m.moved) OR id = ANY (since_));
  UPDATE cases_caseparty SET ended_at = NULL
  WHERE id = ANY (m.ended) AND person_id = m.absorbed_id AND ended_at = m.decided_at;
  UPDATE grants_subjectlink l SET ended_at = at_
  WHERE l.subject_id = m.kept_id AND l.ended_at IS NULL
    AND l.through_id IN (SELECT p.case_id FROM cases_caseparty p WHERE p.person_id = m.absorbed_id)
    AND NOT EXISTS (SELECT FROM cases_caseparty p WHERE p.person_id = m.kept_id AND p.case_id = l.through_id);
  UPDATE cases_personmerge SET state = 'undone', undone_by = kanaf_actor(), undone_at = at_, why_undone = why_
  WHERE id = merge_;
  UPDATE cases_personpair SET outcome = 'apart', decided_by = kanaf_actor(), decided_at = at_ WHERE id = m.pair_id;
END
"""
UNDO = f"""
DECLARE m cases_personmerge%ROWTYPE; rewritten_ int;
BEGIN
  PERFORM kanaf_hold_merge(merge_);
  IF NOT kanaf_may_undo(merge_) THEN {REFUSE} END IF;
  PERFORM kanaf_unmerge_people(merge_, since_, why_, at_);
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_;
  UPDATE cases_personmerge o SET record = r.record FROM unnest(later_, records_) AS r(id, record)
  WHERE o.id = r.id AND o.state = 'done' AND o.kept_id = m.kept_id AND o.decided_at > m.decided_at
    AND length(r.record) > 44 AND substring(r.record FOR 16) = uuid_send(m.kept_id);
  GET DIAGNOSTICS rewritten_ = ROW_COUNT;
  IF rewritten_ <> cardinality(later_) THEN {REFUSE} END IF;
END
"""

# The joinings that let through what one file says of somebody: into files that are not hidden from the same people
# too, or into those that one desk reads. With each of them all that came later of the same record, the latest first.
# "is_behind": what the file says stood in the record that went behind. Where a record went behind together with all that
# it had swallowed, the outer joining is undone first: the next question finds the inner one. Of a conflict that is taken
# back ("is_lifted_"), those that would let into this file what stays hidden in another.
LETTING_THROUGH = """
BEGIN
  IF NOT kanaf_can(case_, 'identity', 'write') THEN RETURN; END IF;
  RETURN QUERY
  WITH through AS (
    SELECT m.id, m.kept_id, m.decided_at, bool_or(here.id = ANY (m.moved || m.ended)) AS behind
    FROM cases_personmerge m
    JOIN cases_caseparty here ON here.case_id = case_ AND here.person_id IN (m.kept_id, m.absorbed_id)
     AND (here.id = ANY (m.moved || m.ended) OR here.added_at <= m.decided_at)
    JOIN cases_caseparty there ON there.case_id <> case_ AND there.person_id IN (m.kept_id, m.absorbed_id)
     AND (there.id = ANY (m.moved || m.ended) IS DISTINCT FROM here.id = ANY (m.moved || m.ended)
       OR here.id = ANY (m.moved || m.ended) AND EXISTS (
            SELECT FROM cases_personmerge b WHERE b.kept_id = m.absorbed_id AND b.state = 'done'))
    JOIN persons_person p ON p.id = m.kept_id AND p.merged_into_id IS NULL
    WHERE m.state = 'done' AND kanaf_can(m.kept_id, 'identity', 'write') AND CASE WHEN desk_ IS NULL THEN is_lifted_ = EXISTS (
        SELECT FROM grants_exclusion e WHERE e.subject_id = there.case_id AND e.ended_at IS NULL
          AND e.organisation_id IS NOT DISTINCT FROM organisation_ AND e.account_id IS NOT DISTINCT FROM account_)
      ELSE EXISTS (
        SELECT FROM grants_grant g WHERE g.subject_id = there.case_id AND g.desk_id = desk_
          AND g.compartment = 'identity' AND g.valid @> now()) END
    GROUP BY m.id
  )
  SELECT m.id, m.kept_id, m.absorbed_id, m.pair_id, m.record, coalesce(t.behind, false)
  FROM cases_personmerge m LEFT JOIN through t ON t.id = m.id
  WHERE m.state = 'done' AND EXISTS (
    SELECT FROM through f WHERE f.kept_id = m.kept_id AND f.decided_at <= m.decided_at)
  ORDER BY m.kept_id, m.decided_at DESC;
END
"""

# By whoever writes the record that stays, for a file in which one of the two stood before they were joined; the latest
# joining of a record first, and never without its line in the history. Parts taken since in that file follow what it
# says of the child.
PART = f"""
DECLARE m cases_personmerge%ROWTYPE; since_ uuid[];
BEGIN
  PERFORM kanaf_hold_merge(merge_);
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_ AND state = 'done';
  IF NOT FOUND OR NOT kanaf_can(case_, 'identity', 'write') OR NOT kanaf_can(m.kept_id, 'identity', 'write')
     OR NOT EXISTS (
       SELECT FROM cases_caseparty p WHERE p.case_id = case_ AND p.person_id IN (m.kept_id, m.absorbed_id)
         AND (p.id = ANY (m.moved || m.ended) OR p.added_at <= m.decided_at))
     OR EXISTS (
       SELECT FROM cases_personmerge o WHERE o.kept_id = m.kept_id AND o.state = 'done' AND o.decided_at > m.decided_at)
     OR NOT EXISTS (
       SELECT FROM journal_entry e WHERE e.xid = pg_current_xact_id() AND e.actor = kanaf_actor()
         AND e.kind = 'cases.merge_undone' AND e.subject = m.pair_id)
  THEN {REFUSE} END IF;
  since_ := ARRAY(
    SELECT p.id FROM cases_caseparty p
    WHERE p.case_id = case_ AND p.person_id = m.kept_id AND p.added_at >= m.decided_at
      AND NOT p.id = ANY (m.moved) AND EXISTS (
        SELECT FROM cases_caseparty q WHERE q.case_id = case_ AND q.id = ANY (m.moved || m.ended)));
  PERFORM kanaf_unmerge_people(merge_, since_, NULL, at_);
END
"""


def inside(signature: str, returns: str, body: str) -> list[migrations.RunSQL]:
    """For the other functions alone."""
    return [
        SqlFunction(signature, returns, body, volatility="VOLATILE"),
        migrations.RunSQL(f"REVOKE ALL ON FUNCTION {signature} FROM kanaf_runtime", migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_people_to_find")]

    operations = [
        *inside("kanaf_may_undo(merge_ uuid)", "boolean", MAY_UNDO),
        *inside("kanaf_hold_merge(merge_ uuid)", "void", HOLD),
        *inside("kanaf_unmerge_people(merge_ uuid, since_ uuid[], why_ bytea, at_ timestamptz)", "void", UNMERGE),
        SqlFunction(
            "kanaf_undo_merge(merge_ uuid, since_ uuid[], why_ bytea, at_ timestamptz, later_ uuid[], records_ bytea[])",
            "void", UNDO, volatility="VOLATILE",
        ),
        SqlFunction("kanaf_later_joinings(merge_ uuid)", "TABLE(id uuid, record bytea)", LATER),
        SqlFunction("kanaf_merge_obstacle(one_ uuid, other_ uuid)", "text", OBSTACLE),
        SqlFunction(
            "kanaf_merge_people(merge_ uuid, record_ bytea, at_ timestamptz)", "void", MERGE, volatility="VOLATILE"
        ),
        SqlFunction(
            "kanaf_letting_through(case_ uuid, organisation_ uuid, account_ uuid, desk_ uuid, is_lifted_ boolean)",
            "TABLE(id uuid, kept uuid, absorbed uuid, pair uuid, record bytea, is_behind boolean)", LETTING_THROUGH,
        ),
        SqlFunction("kanaf_part_people(merge_ uuid, case_ uuid, at_ timestamptz)", "void", PART, volatility="VOLATILE"),
    ]  # fmt: skip
