"""What the index of people reads: everybody's ciphertexts and wrapped keys, and who changed. It opens them in memory.

Nothing that says a single name stays on disk: the keyed traces of each word are gone, for whoever counts them against
a list of common names learns which is which (docs/decisions/0017).
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

COLUMNS = """
  p.id, p.sex::text, p.is_birth_estimated, k.ring_key::text, k.wrapped, p.given_name, p.family_name, p.given_name_ar,
  p.family_name_ar, p.nickname, p.father_name, p.mother_name, p.born_on, p.born_said, p.commune
"""
ROWS = """TABLE(id uuid, sex text, is_birth_estimated boolean, ring_key text, wrapped bytea, given_name bytea,
  family_name bytea, given_name_ar bytea, family_name_ar bytea, nickname bytea, father_name bytea, mother_name bytea,
  born_on bytea, born_said bytea, commune bytea)"""
ONLY_INDEX = "IF NOT kanaf_is_system('index') THEN RAISE EXCEPTION 'only the index' USING ERRCODE = '42501'; END IF;"

EVERYBODY = f"""
BEGIN
  {ONLY_INDEX}
  RETURN QUERY SELECT {COLUMNS} FROM persons_person p JOIN foundation_datakey k ON k.subject = p.id
  WHERE p.id > after_ AND k.destroyed_at IS NULL ORDER BY p.id LIMIT most_;
END
"""

# Whoever was erased comes without a key, and is forgotten.
CHANGED = f"""
BEGIN
  {ONLY_INDEX}
  RETURN QUERY SELECT {COLUMNS} FROM persons_person p JOIN foundation_datakey k ON k.subject = p.id
  WHERE p.id IN (SELECT e.subject FROM journal_entry e WHERE e.xid >= since_ AND e.subject_type = 'persons.person'
                 AND e.kind IN ('persons.registered', 'persons.edited', 'persons.erased'));
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0005_sealed_matching"),
        ("foundation", "0002_index_actor"),
        ("journal", "0001_initial"),
    ]

    operations = [
        SqlFunction("kanaf_people_to_index(after_ uuid, most_ int)", ROWS, EVERYBODY),
        SqlFunction("kanaf_people_changed(since_ xid8)", ROWS, CHANGED),
    ]
