from django.db import migrations

from kanaf.territory import seeds


def plant(apps, schema_editor):
    seeds.plant(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
