"""Files by the beginning of their code, among those that one may read.

By the row rule alone each file of one's desks was asked about, one by one, before its code was looked at: a quarter
of a second for a desk with some thousands, at each word that somebody types.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

CODED = """
BEGIN
  RETURN QUERY SELECT c.id FROM cases_case c
  WHERE c.id = ANY (ARRAY(SELECT kanaf_readable('core'))) AND starts_with(c.code, beginning_)
  ORDER BY c.code LIMIT most_;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_stricter_duplicates"), ("actors", "0006_few_posts")]

    operations = [SqlFunction("kanaf_files_coded(beginning_ text, most_ integer)", "SETOF uuid", CODED)]
