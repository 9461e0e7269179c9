from django.db import migrations

from kanaf.committees import seeds


def plant(apps, schema_editor):
    seeds.plant(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("committees", "0002_row_security"), ("territory", "0002_seeds")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
