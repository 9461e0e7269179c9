"""The ordinary pathway holds everywhere from the first day."""

from django.db import migrations

from kanaf.circuit.seeds import plant


def plant_standard(apps, schema_editor):
    plant(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("circuit", "0002_row_security")]

    operations = [migrations.RunPython(plant_standard, migrations.RunPython.noop)]
