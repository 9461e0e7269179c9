"""A referral is read by the file workers of its two desks."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy

OURS = "desk_from_id IN (SELECT kanaf_file_desks()) OR desk_to_id IN (SELECT kanaf_file_desks())"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0002_row_security")]

    operations = [
        EnableRowSecurity(
            "referrals_referral",
            Policy(
                select=OURS,
                insert="desk_from_id IN (SELECT kanaf_file_desks()) AND kanaf_can(case_id, 'core', 'write')",
                update=OURS,
            ),
        ),
        # What was asked, of whom and for which file stays as it was sent; the rest is answered once and changes.
        migrations.RunSQL(
            "REVOKE UPDATE ON referrals_referral FROM kanaf_runtime;"
            " GRANT UPDATE (status, received_at, answered_at, answered_by, decline_reason, answer, done_at, outcome,"
            " revoked_at, revoke_reason, case_code, message) ON referrals_referral TO kanaf_runtime",
            migrations.RunSQL.noop,
        ),
    ]
