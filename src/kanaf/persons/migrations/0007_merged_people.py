"""A record may stand for another of the same person: the index then finds one of them, and the clock compares newcomers."""

import django.db.models.deletion
from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction

COLUMNS = """
  p.id, p.sex::text, p.is_birth_estimated, k.ring_key::text, {key}, p.given_name, p.family_name, p.given_name_ar,
  p.family_name_ar, p.nickname, p.father_name, p.mother_name, p.born_on, p.born_said, p.commune
"""
ROWS = """TABLE(id uuid, sex text, is_birth_estimated boolean, ring_key text, wrapped bytea, given_name bytea,
  family_name bytea, given_name_ar bytea, family_name_ar bytea, nickname bytea, father_name bytea, mother_name bytea,
  born_on bytea, born_said bytea, commune bytea)"""
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


class Migration(migrations.Migration):
    dependencies = [("persons", "0006_index_doors")]

    operations = [
        migrations.AddField(
            "person",
            "compared_at",
            models.DateTimeField(
                help_text="when the clock looked for other records of the person", null=True
            ),
        ),
        migrations.AddField(
            "person",
            "merged_into",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"
            ),
        ),
        # Whoever is there already is compared by the nightly sweep.
        migrations.RunSQL("UPDATE persons_person SET compared_at = registered_at", migrations.RunSQL.noop),
        migrations.AddIndex(
            "person",
            models.Index(
                condition=models.Q(("compared_at", None)), fields=["registered_at"], name="person_to_compare"
            ),
        ),
        SqlFunction("kanaf_people_to_index(after_ uuid, most_ int)", ROWS, EVERYBODY),
        SqlFunction("kanaf_some_people_to_index(ones_ uuid[])", ROWS, SOME),
        SqlFunction("kanaf_people_changed(since_ xid8)", ROWS, CHANGED),
    ]
