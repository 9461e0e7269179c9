"""What waits for somebody among duplicates, asked by every page of a desk: from the little that is open, not from everybody.

Whom somebody reads was listed each time, 12 ms for a desk of some thousand files. Where few pairs are open each is
asked about; where there are many, asking about each would take longer than the list.
"""

from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction

FEW = 200
STANDS = """
NOT EXISTS (SELECT FROM persons_person b WHERE b.id IN (p.one_id, p.other_id) AND b.merged_into_id IS NOT NULL)
AND NOT EXISTS (SELECT FROM foundation_datakey k WHERE k.subject IN (p.one_id, p.other_id) AND k.destroyed_at IS NOT NULL)
"""
WAITING = f"""
DECLARE desks uuid[] := ARRAY(SELECT kanaf_file_desks()); words_ int; pairs_ int;
BEGIN
  SELECT count(*) INTO words_ FROM (
    SELECT k.case_id AS near, k.through_id AS far FROM cases_knownelsewhere k JOIN cases_case c ON c.id = k.case_id
    WHERE k.answer = '' AND c.lead_desk_id = ANY (desks)
    UNION ALL
    SELECT k.through_id, k.case_id FROM cases_knownelsewhere k JOIN cases_case c ON c.id = k.through_id
    WHERE k.answer = 'call' AND k.ended_at IS NULL AND c.lead_desk_id = ANY (desks)
  ) w WHERE kanaf_can(w.near, 'identity', 'read') AND NOT kanaf_excluded(w.far);
  IF (SELECT count(*) <= {FEW} FROM (SELECT FROM cases_personpair WHERE outcome = '' LIMIT {FEW + 1}) o) THEN
    SELECT count(*) INTO pairs_ FROM (
      SELECT FROM cases_personpair p WHERE p.outcome = '' AND kanaf_can(p.one_id, 'identity', 'read')
        AND kanaf_can(p.other_id, 'identity', 'read') AND {STANDS} LIMIT 100) w;
  ELSE
    WITH mine AS MATERIALIZED (SELECT kanaf_people() AS id)
    SELECT count(*) INTO pairs_ FROM (
      SELECT FROM cases_personpair p WHERE p.outcome = '' AND p.one_id IN (SELECT id FROM mine)
        AND p.other_id IN (SELECT id FROM mine) AND {STANDS} LIMIT 100) w;
  END IF;
  RETURN QUERY SELECT words_, pairs_;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_one_undoing")]

    operations = [
        migrations.AddIndex(
            "personpair", models.Index(name="pair_open", fields=["one"], condition=models.Q(outcome=""))
        ),
        SqlFunction("kanaf_duplicates_waiting()", "TABLE(words int, pairs int)", WAITING),
    ]
