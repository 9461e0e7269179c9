"""Emergency access is held by one person: what she opened, and what her role at her desk bears of it."""

from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction
from kanaf.grants.powers import rows

# The files that the current actor opened in person, and the people in them. ``kanaf_can`` is asked for each file:
# whatever it refuses (a post that ended, a role, a conflict of interest) stays closed here too.
IN_EMERGENCY = """
BEGIN
  RETURN QUERY
  WITH opened AS MATERIALIZED (
    SELECT DISTINCT g.subject_id AS file FROM grants_grant g
    WHERE g.given_by = kanaf_actor() AND g.reason = 'break_glass' AND g.compartment = 'emergency' AND g.valid @> now()
  ), held AS MATERIALIZED (SELECT o.file FROM opened o WHERE kanaf_can(o.file, 'emergency', 'read'))
  SELECT h.file FROM held h
  UNION ALL
  SELECT l.subject_id FROM held h JOIN grants_subjectlink l ON l.through_id = h.file
  WHERE l.compartment = 'identity' AND l.ended_at IS NULL;
END
"""


def write_powers(apps, schema_editor):
    powers = apps.get_model("grants", "RolePower")
    known = set(powers.objects.values_list("role", "kind", "compartment"))
    powers.objects.bulk_create(
        powers(role=role, kind=kind, compartment=compartment, level=level)
        for role, kind, compartment, level in rows()
        if compartment == "emergency" and (role, kind, compartment) not in known
    )


class Migration(migrations.Migration):
    dependencies = [("grants", "0004_conflict_of_interest")]

    operations = [
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                name="grant_in_emergency", fields=["given_by"], condition=models.Q(("reason", "break_glass"))
            ),
        ),
        migrations.RunPython(write_powers, migrations.RunPython.noop),
        SqlFunction("kanaf_in_emergency()", "SETOF uuid", IN_EMERGENCY),
    ]
