"""The certificate that a court asked for was handed to it: the requisition is answered, by whoever may not read it."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

MET = """
BEGIN
  RETURN QUERY
  UPDATE justice_requisition r SET answered_at = at_, answered_by = kanaf_actor()
  WHERE r.id = requisition_ AND r.answered_at IS NULL AND kanaf_can(r.case_id, 'medical', 'read')
    AND (r.desk_to_id IN (SELECT kanaf_desks()) OR kanaf_can(r.case_id, 'core', 'write'))
  RETURNING r.desk_to_id, r.kind::text, r.procedure_id;
END
"""


class Migration(migrations.Migration):
    dependencies = [("justice", "0003_conflict_of_interest")]
    operations = [
        SqlFunction(
            "kanaf_requisition_met(requisition_ uuid, at_ timestamptz)",
            "TABLE(desk_to uuid, kind text, procedure uuid)",
            MET,
            volatility="VOLATILE",
        )
    ]
