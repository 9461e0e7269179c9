"""The index of people reads addresses too, so that a household is found by where it lives."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

COLUMNS = """
  p.id, p.sex::text, p.is_birth_estimated, k.ring_key::text, {key}, p.given_name, p.family_name, p.given_name_ar,
  p.family_name_ar, p.nickname, p.father_name, p.mother_name, p.born_on, p.born_said, p.commune, p.address
"""
ROWS = """TABLE(id uuid, sex text, is_birth_estimated boolean, ring_key text, wrapped bytea, given_name bytea,
  family_name bytea, given_name_ar bytea, family_name_ar bytea, nickname bytea, father_name bytea, mother_name bytea,
  born_on bytea, born_said bytea, commune bytea, address bytea)"""
ONLY_INDEX = "IF NOT kanaf_is_system('index') THEN RAISE EXCEPTION 'only the index' USING ERRCODE = '42501'; END IF;"

EVERYBODY = f"""
BEGIN
  {ONLY_INDEX}
  RETURN QUERY SELECT {COLUMNS.format(key="k.wrapped")} FROM persons_person p
  JOIN foundation_datakey k ON k.subject = p.id
  WHERE p.id > after_ AND k.destroyed_at IS NULL AND p.merged_into_id IS NULL ORDER BY p.id LIMIT most_;
END
"""

SOME = f"""
BEGIN
  {ONLY_INDEX}
  RETURN QUERY SELECT {COLUMNS.format(key="k.wrapped")} FROM persons_person p
  JOIN foundation_datakey k ON k.subject = p.id
  WHERE p.id = ANY (ones_) AND k.destroyed_at IS NULL AND p.merged_into_id IS NULL;
END
"""

# Whoever was erased, or stands behind another record, comes without a key, and is forgotten.
CHANGED = f"""
BEGIN
  {ONLY_INDEX}
  RETURN QUERY SELECT {COLUMNS.format(key="CASE WHEN p.merged_into_id IS NULL THEN k.wrapped END")}
  FROM persons_person p JOIN foundation_datakey k ON k.subject = p.id
  WHERE p.id IN (SELECT e.subject FROM journal_entry e WHERE e.xid >= since_ AND e.subject_type = 'persons.person'
                 AND e.kind IN ('persons.registered', 'persons.edited', 'persons.erased', 'persons.merged',
                                'persons.unmerged'));
END
"""
FUNCTIONS = {
    "kanaf_people_to_index(after_ uuid, most_ int)": EVERYBODY,
    "kanaf_some_people_to_index(ones_ uuid[])": SOME,
    "kanaf_people_changed(since_ xid8)": CHANGED,
}


class Migration(migrations.Migration):
    dependencies = [("persons", "0010_numbers_door")]

    operations = [
        operation
        for signature, body in FUNCTIONS.items()
        for operation in (
            migrations.RunSQL(f"DROP FUNCTION {signature}", migrations.RunSQL.noop),  # its columns change
            SqlFunction(signature, ROWS, body),
        )
    ]
