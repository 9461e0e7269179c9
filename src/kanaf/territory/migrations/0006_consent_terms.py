"""How long consent holds, by purpose, and why a referral ends with it, where an installation was planted without."""

from django.db import migrations

from kanaf.territory.seeds import plant_justice

REASON = {
    "label_fr": "Consentement arrivé à son terme",
    "label_ar": "انتهاء مدة الموافقة",
    "label_en": "Consent came to its end",
}


def add(apps, schema_editor):
    plant_justice(apps.get_model)
    lists, entries = apps.get_model("territory", "Codelist"), apps.get_model("territory", "CodelistEntry")
    if lists.objects.filter(scheme="revoke_reason").exists():
        entries.objects.get_or_create(codelist_id="revoke_reason", code="consent_expired", defaults=REASON)


class Migration(migrations.Migration):
    dependencies = [("territory", "0005_referral_expiry")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
