"""How long an emergency access lasts at most, and the reasons to ask for one, where an installation has none yet."""

from django.db import migrations

from kanaf.territory import seeds


def plant(apps, schema_editor):
    seeds.plant(apps.get_model)
    delays = apps.get_model("territory", "DelaySetting")
    for country in apps.get_model("territory", "Country").objects.all():
        if not delays.objects.filter(country=country, key="breakglass_length").exists():
            delays.objects.create(
                country=country, key="breakglass_length", risk="", amount=12, unit="hours", clock="continuous",
                source="Our proposal, to confirm",
            )


class Migration(migrations.Migration):
    dependencies = [("territory", "0006_consent_terms")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
