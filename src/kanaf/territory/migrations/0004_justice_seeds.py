from django.db import migrations

from kanaf.territory import seeds


def plant(apps, schema_editor):
    seeds.plant_justice(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("territory", "0003_duties_and_ages")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
