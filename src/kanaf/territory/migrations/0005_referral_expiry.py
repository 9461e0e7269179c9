"""The delay after which a referral that nobody answered lapses, where an installation was planted without it."""

from django.db import migrations


def add(apps, schema_editor):
    delays, countries = apps.get_model("territory", "DelaySetting"), apps.get_model("territory", "Country")
    for country in countries.objects.all():
        if not delays.objects.filter(country=country, key="referral_expiry").exists():
            delays.objects.create(
                country=country, key="referral_expiry", risk="", amount=30, unit="days", clock="continuous",
                source="Our proposal, to confirm",
            )


class Migration(migrations.Migration):
    dependencies = [("territory", "0004_justice_seeds")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
