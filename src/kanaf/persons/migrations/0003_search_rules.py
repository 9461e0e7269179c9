"""Traces are searched by the thousand: which people are readable is asked once a query, not once a row."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

PEOPLE = """
BEGIN
  RETURN QUERY
  SELECT DISTINCT l.subject_id FROM grants_subjectlink l
  WHERE l.ended_at IS NULL AND l.compartment = 'identity' AND l.through_id IN (SELECT kanaf_readable('identity'));
END
"""
WRITE = "kanaf_can(person_id, 'identity', 'write')"
READ = "person_id IN (SELECT kanaf_people())"


class Migration(migrations.Migration):
    dependencies = [("persons", "0002_row_security")]

    operations = [
        SqlFunction("kanaf_people()", "SETOF uuid", PEOPLE),
        EnableRowSecurity("persons_nametoken", Policy(select=READ, insert=WRITE, delete=WRITE)),
        EnableRowSecurity("persons_identifier", Policy(select=READ, insert=WRITE, update=WRITE)),
    ]
