"""A number is looked for in one time, whether somebody else's person has it or nobody.

By the row rule alone, whom one may read would be asked of the database only where some row holds the number: a number
known elsewhere would be answered later than one that nobody has, by as much as that question takes.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

NUMBERED = """
DECLARE
  ours uuid[] := ARRAY(SELECT kanaf_people());
  named uuid[] := ARRAY(SELECT i.person_id FROM persons_identifier i WHERE i.blind = ANY (traces_));
BEGIN
  RETURN QUERY SELECT o FROM unnest(ours) o WHERE o = ANY (named);
END
"""


class Migration(migrations.Migration):
    dependencies = [("persons", "0009_people_in_one")]

    operations = [SqlFunction("kanaf_people_numbered(traces_ bytea[])", "SETOF uuid", NUMBERED)]
