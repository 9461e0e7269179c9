"""The delay of a decision on an author named in several files, where an installation was planted without it."""

from django.db import migrations


def add(apps, schema_editor):
    delays, countries = apps.get_model("territory", "DelaySetting"), apps.get_model("territory", "Country")
    for country in countries.objects.all():
        if not delays.objects.filter(country=country, key="author_alert").exists():
            delays.objects.create(
                country=country, key="author_alert", risk="", amount=3, unit="days", clock="working",
                source="Our proposal, to confirm",
            )


class Migration(migrations.Migration):
    dependencies = [("territory", "0007_emergency_settings")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
