"""A line of the annex is hidden from whoever has a conflict of interest in its file, seat or not."""

from django.db import migrations, models

from kanaf.foundation.rls import EnableRowSecurity, Policy

BOUND = "committee_id IN (SELECT kanaf_committees_bound()) AND (file IS NULL OR NOT kanaf_excluded(file))"


class Migration(migrations.Migration):
    dependencies = [("committees", "0003_seeds"), ("grants", "0004_conflict_of_interest")]

    operations = [
        migrations.AddField(
            model_name="annexitem", name="file", field=models.UUIDField(editable=False, null=True)
        ),
        EnableRowSecurity(
            "committees_annexitem",
            Policy(
                select=BOUND,
                insert=f"{BOUND} AND kanaf_can(file, 'core', 'read') AND brought_by = kanaf_actor()"
                " AND kanaf_member_of(desk_id)",
                update=BOUND,
            ),
        ),
    ]
