"""How many files a desk leads: open, followed by the reader, closed. Numbers only, for the file workers of that desk."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

COUNTS = """
BEGIN
  IF desk_ NOT IN (SELECT kanaf_file_desks()) THEN RETURN; END IF;
  RETURN QUERY SELECT count(*) FILTER (WHERE c.status = 'open'),
    count(*) FILTER (WHERE c.status = 'open' AND c.worker = kanaf_actor()),
    count(*) FILTER (WHERE c.status = 'closed')
  FROM cases_case c WHERE c.lead_desk_id = desk_;
END
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_functions")]

    operations = [
        SqlFunction("kanaf_desk_files(desk_ uuid)", "TABLE(all_open bigint, mine bigint, closed bigint)", COUNTS),
    ]
