"""Joining against ill will: who reviews, what a proposal is of, who was erased, and what happens at one moment."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
BOTH = "kanaf_can({one}, 'identity', 'read') AND kanaf_can({other}, 'identity', 'read')"
EITHER = "(kanaf_can({one}, 'identity', 'write') OR kanaf_can({other}, 'identity', 'write'))"
ARGUMENTS = {"one": "one_", "other": "other_"}
KEPT = {"one": "m.kept_id", "other": "m.absorbed_id"}

# The desks at which the actor writes who somebody is.
OURS = """
(SELECT p.desk FROM kanaf_posts() p
 JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case' AND r.compartment = 'identity' AND r.level = 'write')
"""
KEEPERS = "(SELECT kanaf_keepers(ARRAY[one_, other_]))"

# One reviewer is enough only where one desk keeps both, and it is the reviewer's: a guest decides nothing alone.
NEEDS_TWO = f"""
BEGIN
  IF NOT ({BOTH.format(**ARGUMENTS)}) THEN RETURN NULL; END IF;
  RETURN (SELECT count(*) > 1 OR coalesce(bool_or(k NOT IN {OURS}), true) FROM kanaf_keepers(ARRAY[one_, other_]) k);
END
"""

DESK_READS = """
BEGIN
  RETURN EXISTS (
    SELECT FROM grants_subjectlink l JOIN grants_grant g ON g.subject_id = l.through_id
    WHERE l.subject_id = person_ AND l.ended_at IS NULL AND l.compartment = 'identity'
      AND g.desk_id = desk_ AND g.compartment = 'identity' AND g.valid @> now());
END
"""

# For which desk the actor proposes: one that keeps them; a guest may where there is one keeper, who then decides.
PROPOSING_DESK = f"""
BEGIN
  IF NOT ({BOTH.format(**ARGUMENTS)} AND {EITHER.format(**ARGUMENTS)}) THEN RETURN NULL; END IF;
  RETURN coalesce(
    (SELECT k FROM kanaf_keepers(ARRAY[one_, other_]) k WHERE k IN {OURS} ORDER BY k LIMIT 1),
    (SELECT d FROM {OURS} AS o(d) WHERE (SELECT count(*) FROM kanaf_keepers(ARRAY[one_, other_])) = 1
       AND kanaf_desk_reads(d, one_) AND kanaf_desk_reads(d, other_) ORDER BY d LIMIT 1));
END
"""

# The row of a proposal: the two of its pair, the older one stays, and a desk that may propose.
MAY_PROPOSE = f"""
BEGIN
  IF NOT ({BOTH.format(one="kept_", other="absorbed_")} AND {EITHER.format(one="kept_", other="absorbed_")})
     OR kanaf_merge_obstacle(kept_, absorbed_) <> '' THEN RETURN false; END IF;
  RETURN desk_ IN {OURS}
    AND (desk_ IN (SELECT kanaf_keepers(ARRAY[kept_, absorbed_]))
         OR (SELECT count(*) FROM kanaf_keepers(ARRAY[kept_, absorbed_])) = 1)
    AND EXISTS (
      SELECT FROM cases_personpair p
      JOIN persons_person x ON x.id = kept_ JOIN persons_person y ON y.id = absorbed_
      WHERE p.id = pair_ AND p.outcome = '' AND p.one_id = least(kept_, absorbed_)
        AND p.other_id = greatest(kept_, absorbed_) AND (x.registered_at, x.id) <= (y.registered_at, y.id));
END
"""

IS_SECOND = f"""
kanaf_actor() <> proposed_by_ AND EXISTS (
  SELECT FROM {OURS} AS o(d) WHERE o.d <> proposed_desk_ AND o.d IN {KEEPERS})
"""

# What was shared when it was proposed may be shared no more: joined, the record would show it to that desk.
STANDS = "(proposed_desk_ IS NULL OR kanaf_desk_reads(proposed_desk_, one_) AND kanaf_desk_reads(proposed_desk_, other_))"

MAY_SETTLE = f"""
BEGIN
  IF NOT ({BOTH.format(**ARGUMENTS)} AND {EITHER.format(**ARGUMENTS)} AND {STANDS}) THEN RETURN false; END IF;
  RETURN NOT kanaf_merge_needs_two(one_, other_) OR ({IS_SECOND});
END
"""

STANDS_STILL = f"""
BEGIN
  IF NOT ({BOTH.format(**ARGUMENTS)}) THEN RETURN NULL; END IF;
  RETURN {STANDS};
END
"""

HAS_PART = """
EXISTS (SELECT FROM cases_caseparty p
        WHERE p.person_id = {person} AND p.ended_at IS NULL AND p.role <> 'alleged_author')
"""
HIDDEN_FROM = """
SELECT e.organisation_id, e.account_id FROM grants_exclusion e
JOIN grants_subjectlink l ON l.through_id = e.subject_id AND l.ended_at IS NULL
WHERE l.subject_id = {person} AND e.ended_at IS NULL
"""
ERASED = "EXISTS (SELECT FROM foundation_datakey k WHERE k.subject IN ({people}) AND k.destroyed_at IS NOT NULL)"

OBSTACLE = f"""
BEGIN
  IF NOT ({BOTH.format(**ARGUMENTS)}) THEN RETURN 'unknown'; END IF;
  IF EXISTS (SELECT FROM persons_person p WHERE p.id IN (one_, other_) AND p.merged_into_id IS NOT NULL) THEN
    RETURN 'merged';
  END IF;
  IF {ERASED.format(people="one_, other_")} THEN RETURN 'erased'; END IF;
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

# Whoever decides holds the pair and both people until the decision is kept: nobody joins, corrects or takes apart the
# same people meanwhile. Always in one order.
HOLD = f"""
DECLARE p cases_personpair%ROWTYPE;
BEGIN
  SELECT * INTO p FROM cases_personpair WHERE id = pair_;
  IF NOT FOUND OR NOT ({BOTH.format(one="p.one_id", other="p.other_id")} AND {EITHER.format(one="p.one_id", other="p.other_id")})
  THEN RETURN; END IF;
  PERFORM FROM cases_personpair WHERE id = pair_ FOR UPDATE;
  PERFORM FROM persons_person WHERE id IN (p.one_id, p.other_id) ORDER BY id FOR UPDATE;
END
"""
HELD = "PERFORM FROM persons_person WHERE id IN (m.kept_id, m.absorbed_id) ORDER BY id FOR UPDATE;"

MERGE = f"""
DECLARE m cases_personmerge%ROWTYPE; ended_ uuid[]; moved_ uuid[];
BEGIN
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_;
  IF NOT FOUND THEN {REFUSE} END IF;
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
  ON CONFLICT (subject_id, through_id, compartment) WHERE ended_at IS NULL DO NOTHING;
  UPDATE persons_person SET merged_into_id = m.kept_id WHERE id = m.absorbed_id;
  UPDATE cases_personmerge SET state = 'done', record = record_, moved = moved_, ended = ended_,
    decided_by = kanaf_actor(), decided_at = at_ WHERE id = merge_;
  UPDATE cases_personpair SET outcome = 'same', decided_by = kanaf_actor(), decided_at = at_ WHERE id = m.pair_id;
END
"""

# A part taken since opens the second person to its file: to be written there only by whoever writes them anyway.
UNMERGE = f"""
DECLARE m cases_personmerge%ROWTYPE;
BEGIN
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_;
  IF NOT FOUND THEN {REFUSE} END IF;
  {HELD}
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_ AND state = 'done' FOR UPDATE;
  IF NOT FOUND OR NOT ({BOTH.format(**KEPT)}) OR NOT {EITHER.format(**KEPT)}
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

# A part is given to the record that stands: it waits for a joining in progress, and sees it.
PART_OF_WHO_STANDS = """
BEGIN
  PERFORM FROM persons_person p WHERE p.id = NEW.person_id AND p.merged_into_id IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception'; END IF;
  RETURN NEW;
END
"""

# Each file of a word may be hidden from somebody who reads the other one: the word is hidden with it.
LEADS = """
(kanaf_can({file}, 'identity', '{level}') AND NOT kanaf_excluded({far}) AND EXISTS (
  SELECT FROM cases_case c WHERE c.id = {file} AND c.lead_desk_id IN (SELECT kanaf_file_desks())))
"""


def leads(of: str, level: str = "read") -> str:
    """The current actor leads that file of the word ``k``, and the other one is not hidden from them."""
    far = "through_id" if of == "case_id" else "case_id"
    return LEADS.format(file=f"k.{of}", far=f"k.{far}", level=level)


ANSWER = f"""
BEGIN
  UPDATE cases_knownelsewhere k SET answer = answer_, answered_by = kanaf_actor(), answered_at = at_
  WHERE k.id = known_ AND k.answer <> 'call' AND answer_ IN ('call', 'apart', 'silent')
    AND {leads("case_id", "write")}
    AND NOT (answer_ = 'call' AND EXISTS (
      SELECT FROM cases_case t WHERE t.id = k.through_id AND kanaf_desk_apart(k.case_id, t.lead_desk_id)));
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

END_KNOWN = f"""
BEGIN
  UPDATE cases_knownelsewhere k SET ended_at = at_
  WHERE k.id = known_ AND k.answer = 'call' AND k.ended_at IS NULL AND {leads("through_id", "write")};
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

KNOWN_DESKS = f"""
BEGIN
  RETURN QUERY
  SELECT k.id, c.lead_desk_id, t.lead_desk_id, kanaf_desk_apart(c.id, t.lead_desk_id)
  FROM cases_knownelsewhere k JOIN cases_case c ON c.id = k.case_id JOIN cases_case t ON t.id = k.through_id
  WHERE k.id = ANY (known_) AND ({leads("case_id")} OR k.answer = 'call' AND {leads("through_id")});
END
"""

WAITING = f"""
BEGIN
  RETURN QUERY WITH mine AS MATERIALIZED (SELECT kanaf_people() AS id)
  SELECT
    (SELECT count(*) FROM cases_knownelsewhere k WHERE k.answer = '' AND {leads("case_id")}
       OR k.answer = 'call' AND k.ended_at IS NULL AND {leads("through_id")})::int,
    (SELECT count(*) FROM (
       SELECT FROM cases_personpair p
       WHERE p.outcome = '' AND p.one_id IN (SELECT id FROM mine) AND p.other_id IN (SELECT id FROM mine)
         AND NOT EXISTS (SELECT FROM persons_person b WHERE b.id IN (p.one_id, p.other_id)
                         AND b.merged_into_id IS NOT NULL)
         AND NOT {ERASED.format(people="p.one_id, p.other_id")} LIMIT 100) w)::int;
END
"""

STAYS = "EXECUTE FUNCTION kanaf_row_stays()"
TRIGGERS = f"""
CREATE TRIGGER cases_personpair_stays BEFORE UPDATE ON cases_personpair FOR EACH ROW
  WHEN (OLD.one_id <> NEW.one_id OR OLD.other_id <> NEW.other_id) {STAYS};
CREATE TRIGGER persons_person_begins BEFORE INSERT ON persons_person FOR EACH ROW
  WHEN (NEW.merged_into_id IS NOT NULL) {STAYS};
CREATE TRIGGER cases_caseparty_of_who_stands BEFORE INSERT ON cases_caseparty FOR EACH ROW
  EXECUTE FUNCTION kanaf_part_of_who_stands();
"""
NO_TRIGGERS = """
DROP TRIGGER cases_personpair_stays ON cases_personpair;
DROP TRIGGER persons_person_begins ON persons_person;
DROP TRIGGER cases_caseparty_of_who_stands ON cases_caseparty;
"""

OURS_BOTH = "one_id IN (SELECT kanaf_people()) AND other_id IN (SELECT kanaf_people())"
DECIDES = f"{OURS_BOTH} AND {EITHER.format(one='one_id', other='other_id')}"


def door(signature: str, returns: str, body: str) -> SqlFunction:
    return SqlFunction(signature, returns, body, volatility="VOLATILE")


def of_row(condition: str) -> str:
    """The same condition where the row is the table's own."""
    return condition.replace("k.", "cases_knownelsewhere.")


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_notice_doors")]

    operations = [
        SqlFunction("kanaf_desk_reads(desk_ uuid, person_ uuid)", "boolean", DESK_READS),
        migrations.RunSQL(
            "REVOKE ALL ON FUNCTION kanaf_desk_reads(uuid, uuid) FROM kanaf_runtime", migrations.RunSQL.noop
        ),
        SqlFunction("kanaf_merge_needs_two(one_ uuid, other_ uuid)", "boolean", NEEDS_TWO),
        SqlFunction("kanaf_merge_obstacle(one_ uuid, other_ uuid)", "text", OBSTACLE),
        SqlFunction("kanaf_proposing_desk(one_ uuid, other_ uuid)", "uuid", PROPOSING_DESK),
        SqlFunction(
            "kanaf_may_propose(pair_ uuid, kept_ uuid, absorbed_ uuid, desk_ uuid)", "boolean", MAY_PROPOSE
        ),
        SqlFunction(
            "kanaf_may_settle(one_ uuid, other_ uuid, proposed_by_ uuid, proposed_desk_ uuid)", "boolean", MAY_SETTLE
        ),
        SqlFunction(
            "kanaf_proposal_stands(one_ uuid, other_ uuid, proposed_desk_ uuid)", "boolean", STANDS_STILL
        ),
        door("kanaf_hold_pair(pair_ uuid)", "void", HOLD),
        door("kanaf_merge_people(merge_ uuid, record_ bytea, at_ timestamptz)", "void", MERGE),
        door("kanaf_unmerge_people(merge_ uuid, since_ uuid[], why_ bytea, at_ timestamptz)", "void", UNMERGE),
        door("kanaf_part_of_who_stands()", "trigger", PART_OF_WHO_STANDS),
        door("kanaf_answer_known(known_ uuid, answer_ text, at_ timestamptz)", "void", ANSWER),
        door("kanaf_end_known(known_ uuid, at_ timestamptz)", "void", END_KNOWN),
        SqlFunction(
            "kanaf_known_desks(known_ uuid[])", "TABLE(known uuid, desk uuid, through uuid, is_apart boolean)",
            KNOWN_DESKS,
        ),
        SqlFunction("kanaf_duplicates_waiting()", "TABLE(words int, pairs int)", WAITING),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        EnableRowSecurity(
            "cases_personpair",
            Policy(
                select=OURS_BOTH,
                insert=f"outcome = 'apart' AND decided_by = kanaf_actor() AND {DECIDES}",
                update=f"outcome <> 'same' AND {DECIDES}",
                check=f"(outcome = '' OR decided_by = kanaf_actor()) AND outcome <> 'same' AND {DECIDES}",
            ),
        ),
        EnableRowSecurity(
            "cases_personmerge",
            Policy(
                select="kept_id IN (SELECT kanaf_people()) AND absorbed_id IN (SELECT kanaf_people())",
                insert=(
                    "state = 'proposed' AND proposed_by = kanaf_actor() AND decided_at IS NULL AND undone_at IS NULL"
                    " AND kanaf_may_propose(pair_id, kept_id, absorbed_id, proposed_desk_id)"
                ),
            ),
        ),
        EnableRowSecurity(
            "cases_knownelsewhere",
            Policy(select=of_row(f"{leads('case_id')} OR k.answer = 'call' AND {leads('through_id')}")),
        ),
    ]
