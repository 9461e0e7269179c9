"""A consent holds until a moment; the clock alone tells its end and what ends with it."""

from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction

ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"
COLUMNS = "c.id, c.case_id, c.purpose::text, c.desk_id, k.lead_desk_id, c.holds_until"
HOLDING = "c.state = 'given' AND NOT EXISTS (SELECT FROM cases_consent l WHERE l.replaces_id = c.id)"

# Told once, while the file is open: nobody asks again for a file that is closed.
ENDING = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY UPDATE cases_consent c SET warned_at = at_ FROM cases_case k
  WHERE k.id = c.case_id AND k.status = 'open' AND c.warned_at IS NULL AND c.holds_until <= before_ AND {HOLDING}
  RETURNING {COLUMNS};
END
"""

EXPIRED = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY UPDATE cases_consent c SET expired_at = at_ FROM cases_case k
  WHERE k.id = c.case_id AND c.expired_at IS NULL AND c.holds_until <= at_ AND {HOLDING}
  RETURNING {COLUMNS};
END
"""

ROWS = "TABLE(consent uuid, file uuid, purpose text, desk uuid, lead uuid, holds_until timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_files_of_a_desk"), ("territory", "0006_consent_terms")]

    operations = [
        migrations.AddField("consent", "holds_until", models.DateTimeField(null=True, verbose_name="holds until")),
        migrations.AddField(
            "consent", "warned_at", models.DateTimeField(help_text="when the desk was told that it ends", null=True)
        ),
        migrations.AddField(
            "consent", "expired_at", models.DateTimeField(help_text="when what rested on it was ended", null=True)
        ),
        # What was agreed to before: as long from then as the first settings say.
        migrations.RunSQL(
            "UPDATE cases_consent SET holds_until = recorded_at"
            " + CASE purpose WHEN 'image' THEN interval '182 days' ELSE interval '365 days' END"
            " WHERE state = 'given'",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            "consent",
            models.Index(
                condition=models.Q(("expired_at__isnull", True), ("state", "given")),
                fields=["holds_until"], name="consent_by_its_end",
            ),
        ),
        SqlFunction(
            "kanaf_consents_ending(at_ timestamptz, before_ timestamptz)", ROWS, ENDING, volatility="VOLATILE"
        ),
        SqlFunction("kanaf_consents_expired(at_ timestamptz)", ROWS, EXPIRED, volatility="VOLATILE"),
    ]
