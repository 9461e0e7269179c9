"""What a desk carries is counted without the files that are hidden from the reader."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

# One look at the conflicts for the whole desk: a file apart costs nothing.
HIDDEN = """
  SELECT e.subject_id FROM grants_exclusion e WHERE e.ended_at IS NULL AND (
    e.account_id = kanaf_actor() OR e.organisation_id IN (
      SELECT d.organisation_id FROM kanaf_desks() k JOIN actors_desk d ON d.id = k))
"""

LOAD = f"""
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT c.worker, count(*) FROM cases_case c
  WHERE c.lead_desk_id = desk_ AND c.status = 'open' AND c.id NOT IN ({HIDDEN}) GROUP BY c.worker;
END
"""

WAITING = f"""
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*), count(*) FILTER (WHERE o.due_at < at_) FROM circuit_obligation o
  WHERE o.desk = desk_ AND o.ended_at IS NULL AND o.file NOT IN ({HIDDEN});
END
"""

FILES = f"""
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*) FILTER (WHERE c.status = 'open'),
    count(*) FILTER (WHERE c.status = 'open' AND c.worker = kanaf_actor()),
    count(*) FILTER (WHERE c.status = 'closed')
  FROM cases_case c WHERE c.lead_desk_id = desk_ AND c.id NOT IN ({HIDDEN});
END
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_files_of_a_desk"), ("grants", "0004_conflict_of_interest")]

    operations = [
        SqlFunction("kanaf_desk_load(desk_ uuid)", "TABLE(worker uuid, files bigint)", LOAD),
        SqlFunction("kanaf_desk_waiting(desk_ uuid, at_ timestamptz)", "TABLE(waiting bigint, late bigint)", WAITING),
        SqlFunction("kanaf_desk_files(desk_ uuid)", "TABLE(all_open bigint, mine bigint, closed bigint)", FILES),
    ]
