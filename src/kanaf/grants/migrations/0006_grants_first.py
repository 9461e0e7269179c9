"""``kanaf_can`` looks whether anything at all was granted on a subject before it asks who holds which post.

Nothing is granted on a person, who is reached through files: the posts were asked for nothing, twice a row.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

TOUCHED = "EXISTS (SELECT FROM grants_exclusion x WHERE x.subject_id = {subject} AND x.ended_at IS NULL)"

GRANTED = """
EXISTS (SELECT FROM grants_grant g WHERE g.subject_id = {subject} AND g.compartment = {compartment})
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


CAN = f"""
BEGIN
  IF kanaf_actor() IS NULL THEN RETURN false; END IF;
  IF {GRANTED.format(subject="subject_", compartment="compartment_")} THEN
    IF {HOLDS.format(subject="subject_", compartment="compartment_", level="level_")} THEN
      RETURN {free("subject_")};
    END IF;
  END IF;
  RETURN EXISTS (
    SELECT FROM grants_subjectlink l
    WHERE l.subject_id = subject_ AND l.compartment = compartment_ AND l.ended_at IS NULL
      AND (level_ = 'read' OR l.level = 'write')
      AND {HOLDS.format(subject="l.through_id", compartment="compartment_", level="level_")}
      AND {free("l.through_id")});
END
"""


class Migration(migrations.Migration):
    dependencies = [("grants", "0005_emergency")]

    operations = [SqlFunction("kanaf_can(subject_ uuid, compartment_ text, level_ text)", "boolean", CAN)]
