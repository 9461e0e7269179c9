"""Two more reasons to open a part: a desk sits at a case conference, and a team that led keeps reading for a time."""

from django.db import migrations, models

from kanaf.foundation.rls import SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"

# As before; besides, a desk round a table reads the core until a day, and a desk that led reads on until a day.
MAY_GIVE = """
(CASE reason_
   WHEN 'referral' THEN NOT (compartment_ = 'core' AND level_ = 'write')
   WHEN 'handover' THEN offer_
   WHEN 'conference' THEN compartment_ = 'core' AND level_ = 'read' AND NOT offer_ AND until_ IS NOT NULL
   WHEN 'summary' THEN level_ = 'read' AND NOT offer_ AND until_ IS NOT NULL AND EXISTS (
     SELECT FROM grants_grant led WHERE led.subject_id = subject_ AND led.desk_id = desk_ AND led.reason = 'lead')
   ELSE false END)
AND basis_ IS NOT NULL AND kanaf_can(subject_, 'core', 'write') AND EXISTS (
    SELECT FROM grants_grant g WHERE g.subject_id = subject_ AND g.compartment = compartment_
      AND g.valid @> now() AND g.desk_id IN (SELECT kanaf_desks())
      AND (level_ = 'read' OR g.level = 'write'))
"""

GIVE = f"""
BEGIN
  IF NOT ({MAY_GIVE}) THEN {REFUSE} END IF;
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  VALUES (id_, subject_, desk_, compartment_, level_, reason_, basis_,
          CASE WHEN offer_ THEN 'empty'::tstzrange ELSE tstzrange(now(), until_) END,
          until_, offer_, kanaf_actor(), now());
END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('grants', '0002_functions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='grant',
            name='reason',
            field=models.CharField(choices=[('lead', 'leads the file'), ('intake', 'received the report'), ('referral', 'received a referral'), ('handover', 'takes the file over'), ('supervision', 'supervises'), ('court', 'court decision'), ('break_glass', 'emergency access'), ('summary', 'keeps a summary'), ('conference', 'invited to a case conference')], max_length=12, verbose_name='reason'),
        ),
        SqlFunction(
            "kanaf_give(id_ uuid, subject_ uuid, desk_ uuid, compartment_ text, level_ text, reason_ text,"
            " basis_ uuid, until_ timestamptz, offer_ boolean)",
            "void", GIVE, volatility="VOLATILE",
        ),
    ]
