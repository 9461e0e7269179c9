"""How much a desk carries: numbers only, for the file workers of that desk."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

LOAD = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT c.worker, count(*) FROM cases_case c
  WHERE c.lead_desk_id = desk_ AND c.status = 'open' GROUP BY c.worker;
END
"""

WAITING = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*), count(*) FILTER (WHERE o.due_at < at_) FROM circuit_obligation o
  WHERE o.desk = desk_ AND o.ended_at IS NULL;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security"), ("circuit", "0002_row_security"), ("referrals", "0002_row_security")]

    operations = [
        SqlFunction("kanaf_desk_load(desk_ uuid)", "TABLE(worker uuid, files bigint)", LOAD),
        SqlFunction("kanaf_desk_waiting(desk_ uuid, at_ timestamptz)", "TABLE(waiting bigint, late bigint)", WAITING),
    ]
