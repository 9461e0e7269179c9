"""What a desk carries is counted without the files that are hidden from the reader."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

LOAD = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT c.worker, count(*) FROM cases_case c
  WHERE c.lead_desk_id = desk_ AND c.status = 'open' AND NOT kanaf_excluded(c.id) GROUP BY c.worker;
END
"""

WAITING = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*), count(*) FILTER (WHERE o.due_at < at_) FROM circuit_obligation o
  WHERE o.desk = desk_ AND o.ended_at IS NULL AND NOT kanaf_excluded(o.file);
END
"""

FILES = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*) FILTER (WHERE c.status = 'open'),
    count(*) FILTER (WHERE c.status = 'open' AND c.worker = kanaf_actor()),
    count(*) FILTER (WHERE c.status = 'closed')
  FROM cases_case c WHERE c.lead_desk_id = desk_ AND NOT kanaf_excluded(c.id);
END
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_files_of_a_desk"), ("grants", "0004_conflict_of_interest")]

    operations = [
        SqlFunction("kanaf_desk_load(desk_ uuid)", "TABLE(worker uuid, files bigint)", LOAD),
        SqlFunction("kanaf_desk_waiting(desk_ uuid, at_ timestamptz)", "TABLE(waiting bigint, late bigint)", WAITING),
        SqlFunction("kanaf_desk_files(desk_ uuid)", "TABLE(all_open bigint, mine bigint, closed bigint)", FILES),
    ]
