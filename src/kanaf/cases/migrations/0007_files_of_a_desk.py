"""The files of a desk, the newest first, page by page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_leads_stay")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_open_by_desk"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["lead_desk", "status", "-opened_at"], name="case_of_desk"),
        ),
    ]
