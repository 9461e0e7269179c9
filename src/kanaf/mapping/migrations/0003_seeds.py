from django.db import migrations

from kanaf.mapping import seeds


def plant(apps, schema_editor):
    seeds.plant(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("mapping", "0002_row_security"), ("territory", "0002_seeds")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
