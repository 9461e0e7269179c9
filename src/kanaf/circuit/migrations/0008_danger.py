"""A high risk is told to the supervisor at once, before anybody was silent."""

from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction

# One worker after the other: each sees what the one before has told.
UNTOLD = """
BEGIN
  IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('kanaf: danger'));
  RETURN QUERY SELECT o.file, o.protocol_id, o.rule::text, o.desk, o.began_at, o.due_at FROM circuit_obligation o
  WHERE o.risk = 'high' AND o.ended_at IS NULL AND o.desk IS NOT NULL AND o.rule = ANY(rules_) AND o.began_at <= at_
    AND NOT EXISTS (SELECT FROM circuit_alert a WHERE a.file = o.file AND a.rule = o.rule AND a.about = about_
                    AND a.began_at = o.began_at)
  ORDER BY o.began_at LIMIT most_;
END
"""


class Migration(migrations.Migration):
    dependencies = [("circuit", "0007_conflict_of_interest")]

    operations = [
        migrations.AddIndex(
            "obligation",
            models.Index(name="obligation_in_danger", fields=["rule"], condition=models.Q(ended_at=None, risk="high")),
        ),
        migrations.AddIndex("alert", models.Index(name="alert_of_file", fields=["file", "rule"])),
        SqlFunction(
            "kanaf_danger_untold(at_ timestamptz, rules_ text[], about_ text, most_ int)",
            "TABLE(file uuid, protocol uuid, rule text, desk uuid, began timestamptz, due timestamptz)",
            UNTOLD,
            volatility="VOLATILE",
        ),
    ]
