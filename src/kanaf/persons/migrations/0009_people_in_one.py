"""Whom somebody may read, in one value: the index of people asks it before each answer, of readers of many people.

The links are looked up by file, and their people neither sorted nor returned row by row.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

LINKED = """
  FROM grants_subjectlink l WHERE l.ended_at IS NULL AND l.compartment = 'identity'
    AND l.through_id = ANY (ARRAY(SELECT kanaf_readable('identity')))
"""
PEOPLE = f"BEGIN RETURN QUERY SELECT DISTINCT l.subject_id {LINKED}; END"
IN_ONE = f"BEGIN RETURN (SELECT string_agg(uuid_send(l.subject_id), '') {LINKED}); END"


class Migration(migrations.Migration):
    dependencies = [("persons", "0008_sweep_door")]

    operations = [
        SqlFunction("kanaf_people()", "SETOF uuid", PEOPLE),
        SqlFunction("kanaf_people_in_one()", "bytea", IN_ONE),
    ]
