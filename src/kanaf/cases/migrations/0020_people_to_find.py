"""Whom the index may find for somebody: everybody they read but those whom they know only as alleged authors.

These were taken out after the index had answered: that nobody else was looked for any further, or that one answer of
twenty was missing, told whoever typed a name or an address that it is an author's.
"""

from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction

TO_FIND = """
DECLARE files uuid[] := ARRAY(SELECT kanaf_readable('identity'));
  authors uuid[] := ARRAY(
    SELECT a.person_id FROM cases_caseparty a
    WHERE a.case_id = ANY (files) AND a.role = 'alleged_author' AND NOT EXISTS (
      SELECT FROM cases_caseparty o WHERE o.person_id = a.person_id AND o.case_id = ANY (files)
        AND o.role <> 'alleged_author' AND o.ended_at IS NULL));
BEGIN
  RETURN (
    SELECT string_agg(uuid_send(l.subject_id), '') FROM grants_subjectlink l
    WHERE l.ended_at IS NULL AND l.compartment = 'identity' AND l.through_id = ANY (files)
      AND l.subject_id NOT IN (SELECT unnest(authors)));
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_waiting_sooner"), ("persons", "0011_addresses_to_index")]

    operations = [
        migrations.AddIndex(
            "caseparty",
            models.Index(name="party_author", fields=["case"], condition=models.Q(role="alleged_author")),
        ),
        SqlFunction("kanaf_people_to_find()", "bytea", TO_FIND),
        migrations.RunSQL("DROP FUNCTION kanaf_people_in_one()", migrations.RunSQL.noop),
    ]
