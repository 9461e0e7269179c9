"""A sharing that ends tells the desk that had received it to stop; the end of a consent ends it as well."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import kanaf.foundation.ids
from kanaf.cases.policies_consent import JUSTICE
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

LIFE = import_module("kanaf.referrals.migrations.0004_life_in_the_database")
STATUSES = [
    ("sent", "sent"), ("received", "received"), ("asked", "question asked"), ("accepted", "accepted"),
    ("in_progress", "in progress"), ("declined", "declined"), ("done", "done"), ("not_attended", "not attended"),
    ("revoked", "revoked"), ("expired", "expired"),
]  # fmt: skip
COPIES = [
    ("none", "we had kept nothing"), ("destroyed", "we destroyed our copies and papers"),
    ("by_law", "the law makes us keep our own record; we use nothing else"),
]  # fmt: skip
ENDS = "IN ('consent_withdrawn', 'consent_expired')"
KEEP_LIFE = LIFE.KEEP_LIFE.replace("NEW.revoke_reason = 'consent_withdrawn'", f"NEW.revoke_reason {ENDS}")
DUTY = ", ".join(f"'{kind.value}'" for kind in sorted(JUSTICE))

# No answer in force is against it: refused, taken back, come to its end, or given by somebody named as author since.
HOLDS = f"""
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM cases_consent c JOIN actors_desk d ON d.id = c.desk_id
    WHERE c.case_id = case_ AND c.desk_id = desk_ AND c.purpose = 'share' AND d.kind NOT IN ({DUTY})
      AND NOT EXISTS (SELECT FROM cases_consent later WHERE later.replaces_id = c.id)
      AND (c.state IN ('refused', 'withdrawn') OR (c.state = 'given' AND (c.holds_until <= now() OR EXISTS (
        SELECT FROM cases_caseparty adult
        JOIN cases_caseparty author ON author.case_id = adult.case_id AND author.person_id = adult.person_id
        WHERE adult.id = c.adult_id AND author.role = 'alleged_author' AND author.ended_at IS NULL)))));
END
"""

STANDS = f"""
BEGIN
  RETURN EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_ AND ({LIFE.OURS})
                 AND kanaf_consent_holds(r.case_id, r.desk_to_id));
END
"""

RESTS_ON_CONSENT = """
BEGIN
  IF NOT kanaf_consent_holds(NEW.case_id, NEW.desk_to_id) THEN
    RAISE EXCEPTION 'consent does not allow this referral' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'referral_rests_on_consent';
  END IF;
  RETURN NEW;
END
"""

# Whoever writes a withdrawal down, or time, takes back every referral that rested on it, whichever desk sent it;
# each desk that had received something is told. What it was told on paper is in its hands still: it is named. A seat at
# a table on the file closes as well: such a row has no category.
WITHOUT_CONSENT = f"""
DECLARE by_time boolean := kanaf_is_system('clock');
BEGIN
  IF NOT (by_time OR kanaf_can(case_, 'social', 'write')) OR kanaf_consent_holds(case_, desk_) THEN {LIFE.REFUSE} END IF;
  RETURN QUERY
  WITH resting AS (
    SELECT r.id, r.status AS was, r.answered_by FROM referrals_referral r
    WHERE r.case_id = case_ AND r.desk_to_id = desk_
      AND (r.status IN ('sent', 'received', 'asked')
           OR (r.status IN ('accepted', 'in_progress') AND r.kind = 'service'))
    FOR UPDATE
  ), ended AS (
    UPDATE referrals_referral r SET status = 'revoked', revoked_at = at_,
           revoke_reason = CASE WHEN by_time THEN 'consent_expired' ELSE 'consent_withdrawn' END
    FROM resting WHERE r.id = resting.id
    RETURNING r.id, r.desk_from_id, r.desk_to_id, r.category, r.urgency, r.sent_at, r.revoke_reason, resting.was,
              resting.answered_by
  ), closed AS ({LIFE.END_ACCESS}
  ), told AS (
    INSERT INTO referrals_stopnotice (id, referral_id, case_id, desk_from_id, desk_to_id, category, was, sent_at, reason,
                                      papers, by_telephone, told_at, copies)
    SELECT gen_random_uuid(), ended.id, case_, ended.desk_from_id, ended.desk_to_id, ended.category, ended.was,
           ended.sent_at, ended.revoke_reason, papers.listed,
           coalesce(ended.answered_by = '{LIFE.SystemActor.PUBLIC.value}'::uuid, false), at_, ''
    FROM ended, LATERAL (SELECT left(coalesce(string_agg(s.reference, ', ' ORDER BY s.made_at), ''), 200) AS listed
                         FROM referrals_sheet s WHERE s.referral_id = ended.id) papers
    ON CONFLICT (referral_id) DO NOTHING
  )
  SELECT ended.id, ended.desk_from_id, ended.category::text, ended.urgency::text FROM ended;
  RETURN QUERY
  UPDATE grants_grant g SET valid = tstzrange(lower(g.valid), now())
  WHERE g.subject_id = case_ AND g.desk_id = desk_ AND g.reason = 'conference' AND NOT isempty(g.valid)
    AND (upper(g.valid) IS NULL OR upper(g.valid) > now())
  RETURNING g.basis, NULL::uuid, NULL::text, NULL::text;
END
"""

READERS = "desk_to_id IN (SELECT kanaf_file_desks()) OR kanaf_can(case_id, 'social', 'read')"
ANSWERERS = (
    "acknowledged_at IS NULL AND (desk_to_id IN (SELECT kanaf_file_desks())"
    " OR (by_telephone AND kanaf_can(case_id, 'social', 'write')))"
)


def to(model: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_conferences_and_sheets"), ("cases", "0008_consents_end")]

    operations = [
        migrations.CreateModel(
            name="StopNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
                    ),
                ),
                ("case", to("cases.case")),
                ("desk_from", to("actors.desk")),
                ("desk_to", to("actors.desk")),
                ("category", models.CharField(max_length=20)),
                ("was", models.CharField(choices=STATUSES, help_text="where the referral stood", max_length=12)),
                ("sent_at", models.DateTimeField()),
                ("reason", models.CharField(help_text="codelist revoke_reason", max_length=40)),
                (
                    "papers",
                    models.CharField(blank=True, help_text="references of the sheets that left on paper", max_length=200),
                ),
                (
                    "by_telephone",
                    models.BooleanField(default=False, help_text="the desk answered on paper: it is told by telephone"),
                ),
                ("told_at", models.DateTimeField(verbose_name="told at")),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.UUIDField(null=True)),
                (
                    "copies",
                    models.CharField(blank=True, choices=COPIES, max_length=10, verbose_name="what we had kept"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)), fields=["desk_to"],
                        name="stop_not_acknowledged",
                    ),
                    models.Index(fields=["case"], name="stop_by_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True), ("copies", "")
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False),
                                models.Q(("copies", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stop_acknowledged_by_somebody",
                    )
                ],
            },
        ),
        EnableRowSecurity(
            "referrals_stopnotice",
            Policy(
                select=READERS,
                update=ANSWERERS,
                check=f"acknowledged_by = kanaf_actor() AND ({READERS})",
            ),
        ),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON referrals_stopnotice FROM kanaf_runtime;"
            " GRANT UPDATE (acknowledged_at, acknowledged_by, copies) ON referrals_stopnotice TO kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        SqlFunction("kanaf_consent_holds(case_ uuid, desk_ uuid)", "boolean", HOLDS),
        migrations.RunSQL(
            "REVOKE ALL ON FUNCTION kanaf_consent_holds(uuid, uuid) FROM kanaf_runtime", migrations.RunSQL.noop
        ),
        SqlFunction("kanaf_consent_stands(referral_ uuid)", "boolean", STANDS),
        SqlFunction("kanaf_rests_on_consent()", "trigger", RESTS_ON_CONSENT, volatility="VOLATILE"),
        SqlFunction("kanaf_referral_life()", "trigger", KEEP_LIFE, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_revoke_without_consent(case_ uuid, desk_ uuid, at_ timestamptz)",
            "TABLE(referral uuid, sender uuid, category text, urgency text)", WITHOUT_CONSENT, volatility="VOLATILE",
        ),
    ]
