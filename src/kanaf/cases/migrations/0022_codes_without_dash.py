"""A file by its code as people say it on the telephone or type it in haste: with the dash or without."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

CODED = """
BEGIN
  RETURN QUERY SELECT c.id FROM cases_case c
  WHERE c.id = ANY (ARRAY(SELECT kanaf_readable('core'))) AND starts_with(replace(c.code, '-', ''), beginning_)
  ORDER BY c.code LIMIT most_;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_parted_by_what_hides")]

    operations = [SqlFunction("kanaf_files_coded(beginning_ text, most_ integer)", "SETOF uuid", CODED)]
