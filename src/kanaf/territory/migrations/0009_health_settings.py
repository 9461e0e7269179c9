"""The codelists, the age limit and the delays of health, where an installation was planted without them."""

from django.db import migrations, models

from kanaf.territory import seeds


def plant(apps, schema_editor):
    seeds.plant_health(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("territory", "0008_author_alert")]
    operations = [
        migrations.AlterField(
            "agelimit",
            "key",
            models.CharField(
                choices=[
                    ("difficult", "Protection of children in a difficult situation"),
                    ("majority", "Protection measures, at majority"),
                    ("child_bearing", "Girls known to be younger: emergency contraception is not thought of"),
                ],
                max_length=20,
                verbose_name="what ends",
            ),
        ),
        migrations.RunPython(plant, migrations.RunPython.noop),
    ]
