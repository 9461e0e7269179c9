"""What waits at a desk is counted as far as the reader may know of it: their part in files is asked as for its rows."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

# The conflicts as in 0003: a file apart is not counted.
WAITING = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*), count(*) FILTER (WHERE nearest.due_at < at_) FROM (
    SELECT o.due_at FROM circuit_obligation o
    WHERE o.desk = desk_ AND o.ended_at IS NULL
      AND o.compartment IN (SELECT w.compartment FROM kanaf_owing() w WHERE w.desk = desk_)
      AND o.file NOT IN (
      SELECT e.subject_id FROM grants_exclusion e WHERE e.ended_at IS NULL AND (
        e.account_id = kanaf_actor() OR e.organisation_id IN (
          SELECT d.organisation_id FROM kanaf_desks() k JOIN actors_desk d ON d.id = k)))
    ORDER BY o.due_at LIMIT most_) nearest;
END
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_count_no_further"), ("circuit", "0010_parts_of_obligations")]

    operations = [
        SqlFunction(
            "kanaf_desk_waiting(desk_ uuid, at_ timestamptz, most_ int)", "TABLE(waiting bigint, late bigint)", WAITING
        ),
    ]
