"""The narrow doors of duplicates: what the clock finds, two records joined and taken apart, an answer to another desk."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"

# Whoever is known only as an alleged author comes up nowhere.
HAS_PART = """
EXISTS (SELECT FROM cases_caseparty p
        WHERE p.person_id = {person} AND p.ended_at IS NULL AND p.role <> 'alleged_author')
"""

TO_COMPARE = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY SELECT p.id FROM persons_person p WHERE p.compared_at IS NULL ORDER BY p.registered_at LIMIT most_;
END
"""

# The pair is for whoever reads both. A desk that cannot learns nothing by it: the one that leads the older file is
# told, never when that file's readers are kept apart from the newer one, and nobody told apart is told of again.
NOTE_PAIRS = f"""
DECLARE found_ int;
BEGIN
  {ONLY_CLOCK}
  UPDATE persons_person SET compared_at = at_ WHERE id = ANY (compared_) AND compared_at IS NULL;
  WITH said AS (
    SELECT least(t.a, t.b) AS one, greatest(t.a, t.b) AS other, max(t.p) AS p, (array_agg(t.f))[1]::jsonb AS facts
    FROM unnest(ones_, others_, probabilities_, facts_) AS t(a, b, p, f) WHERE t.a <> t.b GROUP BY 1, 2
  ), fit AS (
    SELECT s.*, (x.registered_at, x.id) < (y.registered_at, y.id) AS is_one_first FROM said s
    JOIN persons_person x ON x.id = s.one AND x.merged_into_id IS NULL
    JOIN persons_person y ON y.id = s.other AND y.merged_into_id IS NULL
    WHERE {HAS_PART.format(person="s.one")} AND {HAS_PART.format(person="s.other")}
  ), noted AS (
    INSERT INTO cases_personpair (id, one_id, other_id, probability, found_by, found_at, outcome)
    SELECT gen_random_uuid(), f.one, f.other, f.p, by_, at_, '' FROM fit f
    ON CONFLICT (one_id, other_id) DO UPDATE SET probability = excluded.probability
    WHERE cases_personpair.outcome = '' RETURNING one_id, other_id
  ), children AS (
    SELECT f.p, f.facts, CASE WHEN f.is_one_first THEN f.one ELSE f.other END AS first,
           CASE WHEN f.is_one_first THEN f.other ELSE f.one END AS newcomer
    FROM fit f JOIN noted n ON n.one_id = f.one AND n.other_id = f.other WHERE f.p >= strong_
  )
  INSERT INTO cases_knownelsewhere (id, case_id, person_id, newcomer_id, through_id, probability, facts, told_at, answer)
  SELECT gen_random_uuid(), c.id, k.first, k.newcomer, t.id, k.p, coalesce(k.facts, '{{}}'), at_, ''
  FROM children k
  JOIN cases_caseparty cp ON cp.person_id = k.first AND cp.role IN ('main', 'sibling') AND cp.ended_at IS NULL
  JOIN cases_case c ON c.id = cp.case_id
  JOIN cases_caseparty tp ON tp.person_id = k.newcomer AND tp.role IN ('main', 'sibling') AND tp.ended_at IS NULL
  JOIN cases_case t ON t.id = tp.case_id AND t.id <> c.id AND t.lead_desk_id <> c.lead_desk_id
  WHERE NOT kanaf_desk_apart(t.id, c.lead_desk_id) AND NOT EXISTS (
    SELECT FROM grants_grant g WHERE g.subject_id = c.id AND g.desk_id = t.lead_desk_id
      AND g.compartment = 'identity' AND g.valid @> now())
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS found_ = ROW_COUNT;
  RETURN found_;
END
"""

# Who keeps a record: the desks that lead a file through which it is written, and not only read.
KEEPERS = """
BEGIN
  RETURN QUERY
  SELECT DISTINCT c.lead_desk_id FROM grants_subjectlink l JOIN cases_case c ON c.id = l.through_id
  WHERE l.subject_id = ANY (people_) AND l.ended_at IS NULL AND l.compartment = 'identity' AND l.level = 'write';
END
"""

NEEDS_TWO = """
BEGIN
  IF NOT kanaf_can(one_, 'identity', 'read') OR NOT kanaf_can(other_, 'identity', 'read') THEN RETURN NULL; END IF;
  RETURN (SELECT count(*) FROM kanaf_keepers(ARRAY[one_, other_])) > 1;
END
"""

BOTH = "kanaf_can({one}, 'identity', 'read') AND kanaf_can({other}, 'identity', 'read')"
EITHER = "(kanaf_can({one}, 'identity', 'write') OR kanaf_can({other}, 'identity', 'write'))"

# The second of two reviewers: somebody else, of another desk that keeps one of the records.
IS_SECOND = """
kanaf_actor() <> proposed_by_ AND EXISTS (
  SELECT FROM kanaf_posts() p
  JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case' AND r.compartment = 'identity' AND r.level = 'write'
  WHERE p.desk <> proposed_desk_ AND p.desk IN (SELECT kanaf_keepers(ARRAY[one_, other_])))
"""

MAY_SETTLE = f"""
BEGIN
  IF NOT ({BOTH.format(one="one_", other="other_")} AND {EITHER.format(one="one_", other="other_")}) THEN
    RETURN false;
  END IF;
  RETURN NOT kanaf_merge_needs_two(one_, other_) OR ({IS_SECOND});
END
"""

# From whom the files of one person are hidden.
HIDDEN_FROM = """
SELECT e.organisation_id, e.account_id FROM grants_exclusion e
JOIN grants_subjectlink l ON l.through_id = e.subject_id AND l.ended_at IS NULL
WHERE l.subject_id = {person} AND e.ended_at IS NULL
"""

# What stands in the way of joining, in one word; nothing when nothing does.
OBSTACLE = f"""
BEGIN
  IF NOT ({BOTH.format(one="one_", other="other_")}) THEN RETURN 'unknown'; END IF;
  IF EXISTS (SELECT FROM persons_person p WHERE p.id IN (one_, other_) AND p.merged_into_id IS NOT NULL) THEN
    RETURN 'merged';
  END IF;
  IF NOT {HAS_PART.format(person="one_")} OR NOT {HAS_PART.format(person="other_")} THEN RETURN 'unknown'; END IF;
  IF EXISTS (({HIDDEN_FROM.format(person="one_")} EXCEPT {HIDDEN_FROM.format(person="other_")})
             UNION ({HIDDEN_FROM.format(person="other_")} EXCEPT {HIDDEN_FROM.format(person="one_")})) THEN
    RETURN 'conflict';
  END IF;
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
  ON CONFLICT (subject_id, through_id, compartment) WHERE ended_at IS NULL DO NOTHING;
  UPDATE persons_person SET merged_into_id = m.kept_id WHERE id = m.absorbed_id;
  UPDATE cases_personmerge SET state = 'done', record = record_, moved = moved_, ended = ended_,
    decided_by = kanaf_actor(), decided_at = at_ WHERE id = merge_;
  UPDATE cases_personpair SET outcome = 'same', decided_by = kanaf_actor(), decided_at = at_ WHERE id = m.pair_id;
END
"""

REFUSE_MERGE = f"""
BEGIN
  UPDATE cases_personmerge m SET state = 'refused', decided_by = kanaf_actor(), decided_at = at_
  WHERE m.id = merge_ AND m.state = 'proposed' AND {BOTH.format(one="m.kept_id", other="m.absorbed_id")}
    AND {EITHER.format(one="m.kept_id", other="m.absorbed_id")};
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

# Parts that were not there when they were joined go where whoever takes them apart says; the others go home.
UNMERGE = f"""
DECLARE m cases_personmerge%ROWTYPE;
BEGIN
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_ AND state = 'done' FOR UPDATE;
  IF NOT FOUND OR NOT ({BOTH.format(one="m.kept_id", other="m.absorbed_id")})
     OR NOT {EITHER.format(one="m.kept_id", other="m.absorbed_id")}
     OR EXISTS (SELECT FROM persons_person p WHERE p.id = m.kept_id AND p.merged_into_id IS NOT NULL)
     OR EXISTS (SELECT FROM unnest(since_) s WHERE NOT EXISTS (
          SELECT FROM cases_caseparty p WHERE p.id = s AND p.person_id = m.kept_id AND p.added_at >= m.decided_at
            AND kanaf_can(p.case_id, 'identity', 'write')))
  THEN {REFUSE} END IF;
  UPDATE persons_person SET merged_into_id = NULL WHERE id = m.absorbed_id;
  UPDATE cases_caseparty SET person_id = m.absorbed_id
  WHERE person_id = m.kept_id AND (id = ANY (m.moved) OR id = ANY (since_));
  UPDATE cases_caseparty SET ended_at = NULL
  WHERE id = ANY (m.ended) AND person_id = m.absorbed_id AND ended_at = m.decided_at;
  INSERT INTO grants_subjectlink (id, subject_id, through_id, compartment, level)
  SELECT DISTINCT ON (p.case_id) gen_random_uuid(), m.absorbed_id, p.case_id, 'identity', 'write'
  FROM cases_caseparty p WHERE p.id = ANY (since_)
  ON CONFLICT (subject_id, through_id, compartment) WHERE ended_at IS NULL DO NOTHING;
  UPDATE grants_subjectlink l SET ended_at = at_
  WHERE l.subject_id = m.kept_id AND l.ended_at IS NULL
    AND l.through_id IN (SELECT p.case_id FROM cases_caseparty p WHERE p.person_id = m.absorbed_id)
    AND NOT EXISTS (SELECT FROM cases_caseparty p WHERE p.person_id = m.kept_id AND p.case_id = l.through_id);
  UPDATE cases_personmerge SET state = 'undone', undone_by = kanaf_actor(), undone_at = at_, why_undone = why_
  WHERE id = merge_;
  UPDATE cases_personpair SET outcome = 'apart', decided_by = kanaf_actor(), decided_at = at_ WHERE id = m.pair_id;
END
"""

# While a later joining of the same record stands, what it remembers of before is put right with the earlier one undone.
REWRITE_RECORD = f"""
BEGIN
  UPDATE cases_personmerge m SET record = record_
  WHERE m.id = merge_ AND m.state = 'done' AND kanaf_can(m.kept_id, 'identity', 'write');
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

LEADS = """
(kanaf_can({file}, 'identity', 'read') AND EXISTS (
  SELECT FROM cases_case c WHERE c.id = {file} AND c.lead_desk_id IN (SELECT kanaf_file_desks())))
"""
WRITES = """
(kanaf_can({file}, 'identity', 'write') AND EXISTS (
  SELECT FROM cases_case c WHERE c.id = {file} AND c.lead_desk_id IN (SELECT kanaf_file_desks())))
"""

ANSWER = f"""
BEGIN
  UPDATE cases_knownelsewhere k SET answer = answer_, answered_by = kanaf_actor(), answered_at = at_
  WHERE k.id = known_ AND k.answer <> 'call' AND answer_ IN ('call', 'apart', 'silent')
    AND {WRITES.format(file="k.case_id")}
    AND NOT (answer_ = 'call' AND EXISTS (
      SELECT FROM cases_case t WHERE t.id = k.through_id AND kanaf_desk_apart(k.case_id, t.lead_desk_id)));
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

END_KNOWN = f"""
BEGIN
  UPDATE cases_knownelsewhere k SET ended_at = at_
  WHERE k.id = known_ AND k.answer = 'call' AND k.ended_at IS NULL AND {WRITES.format(file="k.through_id")};
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

# Each side reads the desk of the other, and nothing else of its file.
KNOWN_DESKS = f"""
BEGIN
  RETURN QUERY
  SELECT k.id, c.lead_desk_id, t.lead_desk_id, kanaf_desk_apart(c.id, t.lead_desk_id)
  FROM cases_knownelsewhere k JOIN cases_case c ON c.id = k.case_id JOIN cases_case t ON t.id = k.through_id
  WHERE k.id = ANY (known_)
    AND ({LEADS.format(file="k.case_id")} OR k.answer = 'call' AND {LEADS.format(file="k.through_id")});
END
"""

# What waits at the desk page: words to answer, calls to make, proposals and pairs, each up to a hundred.
WAITING = f"""
BEGIN
  RETURN QUERY WITH mine AS MATERIALIZED (SELECT kanaf_people() AS id)
  SELECT
    (SELECT count(*) FROM cases_knownelsewhere k WHERE k.answer = '' AND {LEADS.format(file="k.case_id")}
       OR k.answer = 'call' AND k.ended_at IS NULL AND {LEADS.format(file="k.through_id")})::int,
    (SELECT count(*) FROM (
       SELECT FROM cases_personpair p
       WHERE p.outcome = '' AND p.one_id IN (SELECT id FROM mine) AND p.other_id IN (SELECT id FROM mine)
         AND NOT EXISTS (SELECT FROM persons_person b WHERE b.id IN (p.one_id, p.other_id)
                         AND b.merged_into_id IS NOT NULL) LIMIT 100) w)::int;
END
"""

# Which record stands for another is said by the functions above, and by no statement of a runtime role.
ONLY_BY_JOINING = """
DO $made$ BEGIN EXECUTE format(
  'CREATE TRIGGER persons_person_stands BEFORE UPDATE ON persons_person FOR EACH ROW'
  ' WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id AND current_user <> %L)'
  ' EXECUTE FUNCTION kanaf_row_stays()', current_user);
END $made$
"""

TWO = {"one": "one_id", "other": "other_id"}
OURS = "one_id IN (SELECT kanaf_people()) AND other_id IN (SELECT kanaf_people())"
DECIDES = f"{OURS} AND {EITHER.format(**TWO)}"


def door(signature: str, returns: str, body: str) -> SqlFunction:
    return SqlFunction(signature, returns, body, volatility="VOLATILE")


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_duplicates"), ("grants", "0005_emergency"), ("persons", "0007_merged_people")]

    operations = [
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON cases_knownelsewhere FROM kanaf_runtime;"
            " REVOKE UPDATE, DELETE ON cases_personmerge FROM kanaf_runtime;"
            " REVOKE DELETE ON cases_personpair FROM kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(ONLY_BY_JOINING, "DROP TRIGGER persons_person_stands ON persons_person"),
        SqlFunction("kanaf_people_to_compare(most_ int)", "SETOF uuid", TO_COMPARE),
        door(
            "kanaf_note_pairs(ones_ uuid[], others_ uuid[], probabilities_ double precision[], facts_ text[],"
            " compared_ uuid[], strong_ double precision, by_ text, at_ timestamptz)", "int", NOTE_PAIRS,
        ),
        SqlFunction("kanaf_keepers(people_ uuid[])", "SETOF uuid", KEEPERS),
        migrations.RunSQL("REVOKE ALL ON FUNCTION kanaf_keepers(uuid[]) FROM kanaf_runtime", migrations.RunSQL.noop),
        SqlFunction("kanaf_merge_needs_two(one_ uuid, other_ uuid)", "boolean", NEEDS_TWO),
        SqlFunction(
            "kanaf_may_settle(one_ uuid, other_ uuid, proposed_by_ uuid, proposed_desk_ uuid)", "boolean", MAY_SETTLE
        ),
        SqlFunction("kanaf_merge_obstacle(one_ uuid, other_ uuid)", "text", OBSTACLE),
        door("kanaf_merge_people(merge_ uuid, record_ bytea, at_ timestamptz)", "void", MERGE),
        door("kanaf_refuse_merge(merge_ uuid, at_ timestamptz)", "void", REFUSE_MERGE),
        door("kanaf_unmerge_people(merge_ uuid, since_ uuid[], why_ bytea, at_ timestamptz)", "void", UNMERGE),
        door("kanaf_rewrite_merge_record(merge_ uuid, record_ bytea)", "void", REWRITE_RECORD),
        door("kanaf_answer_known(known_ uuid, answer_ text, at_ timestamptz)", "void", ANSWER),
        door("kanaf_end_known(known_ uuid, at_ timestamptz)", "void", END_KNOWN),
        SqlFunction(
            "kanaf_known_desks(known_ uuid[])", "TABLE(known uuid, desk uuid, through uuid, is_apart boolean)",
            KNOWN_DESKS,
        ),
        SqlFunction("kanaf_duplicates_waiting()", "TABLE(words int, pairs int)", WAITING),
        EnableRowSecurity(
            "cases_personpair",
            Policy(
                select=OURS,
                insert=f"outcome = 'apart' AND decided_by = kanaf_actor() AND {DECIDES}",
                update=DECIDES,
                check=f"(outcome = '' OR decided_by = kanaf_actor()) AND outcome <> 'same' AND {DECIDES}",
            ),
        ),
        EnableRowSecurity(
            "cases_personmerge",
            Policy(
                select="kept_id IN (SELECT kanaf_people()) AND absorbed_id IN (SELECT kanaf_people())",
                insert=(
                    "state = 'proposed' AND proposed_by = kanaf_actor() AND proposed_desk_id IN (SELECT kanaf_file_desks())"
                    f" AND decided_at IS NULL AND undone_at IS NULL AND kanaf_merge_obstacle(kept_id, absorbed_id) = ''"
                    f" AND {EITHER.format(one='kept_id', other='absorbed_id')}"
                ),
            ),
        ),
        EnableRowSecurity(
            "cases_knownelsewhere",
            Policy(
                select=f"{LEADS.format(file='case_id')} OR answer = 'call' AND {LEADS.format(file='through_id')}"
            ),
        ),
    ]
