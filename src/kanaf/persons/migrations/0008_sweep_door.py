"""What the sweep for duplicates opens of the few people who may be written twice: where they live and their telephone."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

ROWS = "TABLE(id uuid, ring_key text, wrapped bytea, address bytea, phone bytea)"
ASKED = """
BEGIN
  IF NOT kanaf_is_system('index') THEN RAISE EXCEPTION 'only the index' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT p.id, k.ring_key::text, k.wrapped, p.address, p.phone
  FROM persons_person p JOIN foundation_datakey k ON k.subject = p.id
  WHERE p.id = ANY(ids_) AND k.destroyed_at IS NULL AND (p.address IS NOT NULL OR p.phone IS NOT NULL);
END
"""


class Migration(migrations.Migration):
    dependencies = [("persons", "0007_merged_people")]

    operations = [SqlFunction("kanaf_homes_to_compare(ids_ uuid[])", ROWS, ASKED)]
