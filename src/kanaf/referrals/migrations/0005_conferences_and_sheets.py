"""Who reads and writes at a case conference; and the one door of somebody who answers a sheet without an account."""

from django.db import migrations

from kanaf.foundation.context import SystemActor
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
MOST_WRONG_CODES = 5

CONFERENCES = """
BEGIN
  RETURN QUERY SELECT c.conference_id FROM referrals_conferencedesk c
  WHERE c.desk_id IN (SELECT kanaf_file_desks());
END
"""

CALLS = """
BEGIN
  RETURN EXISTS (SELECT FROM referrals_conference c
                 WHERE c.id = conference_ AND c.desk_id IN (SELECT kanaf_file_desks())
                   AND kanaf_can(c.case_id, 'core', 'write'));
END
"""

# Refused or taken back, consent keeps a desk from the table as it keeps a referral from leaving.
SEAT = """
DECLARE file uuid; caller uuid;
BEGIN
  SELECT c.case_id, c.desk_id INTO file, caller FROM referrals_conference c WHERE c.id = NEW.conference_id;
  IF NEW.desk_id <> caller AND NOT kanaf_consent_holds(file, NEW.desk_id) THEN
    RAISE EXCEPTION 'consent does not allow this invitation' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'conference_rests_on_consent';
  END IF;
  RETURN NEW;
END
"""

OF_TABLE = "conference_id IN (SELECT kanaf_conferences())"
SAME_FILE = "EXISTS (SELECT FROM referrals_conference c WHERE c.id = conference_id AND c.case_id = {}.case_id)"
SENT_BY_US = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND r.desk_from_id IN (SELECT kanaf_file_desks()))"

LIVING = f"""
s.link_blind = link_ AND s.answer = '' AND s.withdrawn_at IS NULL AND s.expires_at > now()
AND s.wrong_codes < {MOST_WRONG_CODES} AND r.status IN ('sent', 'received', 'asked')
"""

# Content for a valid link and a valid code only; a wrong code is counted, and five of them end the link.
OPEN_SHEET = f"""
DECLARE found_ uuid; right_ boolean;
BEGIN
  IF NOT kanaf_is_system('public') THEN {REFUSE} END IF;
  SELECT s.id, s.code_blind = code_ INTO found_, right_
  FROM referrals_sheet s JOIN referrals_referral r ON r.id = s.referral_id WHERE {LIVING} FOR UPDATE OF s;
  IF found_ IS NULL THEN RETURN; END IF;
  IF NOT right_ THEN
    UPDATE referrals_sheet SET wrong_codes = wrong_codes + 1 WHERE id = found_;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT s.id, s.reference::text, r.kind::text, r.category::text, r.urgency::text, r.sex::text, r.age::integer,
         r.desk_from_id, r.desk_to_id, r.sent_at, r.answer_due_at, s.expires_at
  FROM referrals_sheet s JOIN referrals_referral r ON r.id = s.referral_id WHERE s.id = found_;
END
"""

# The referral moves as its life allows; no grant begins here, and the lead least of all.
ANSWER_SHEET = f"""
DECLARE paper referrals_sheet%ROWTYPE; asked_for referrals_referral%ROWTYPE;
BEGIN
  IF NOT kanaf_is_system('public') OR answer_ NOT IN ('received', 'accepted', 'declined') THEN {REFUSE} END IF;
  SELECT s.* INTO paper FROM referrals_sheet s JOIN referrals_referral r ON r.id = s.referral_id
  WHERE {LIVING} AND s.code_blind = code_ FOR UPDATE OF s, r;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT * INTO asked_for FROM referrals_referral q WHERE q.id = paper.referral_id;
  IF answer_ = 'accepted' AND asked_for.kind <> 'service' THEN {REFUSE} END IF;
  UPDATE referrals_sheet SET answer = answer_, answered_at = at_ WHERE id = paper.id;
  IF answer_ = 'received' THEN
    UPDATE referrals_referral SET status = 'received', received_at = at_ WHERE id = asked_for.id AND status = 'sent';
  ELSIF answer_ = 'accepted' THEN
    UPDATE referrals_referral
    SET status = 'accepted', received_at = COALESCE(received_at, at_), answered_at = at_,
        answered_by = '{SystemActor.PUBLIC.value}'::uuid
    WHERE id = asked_for.id;
  ELSE
    UPDATE referrals_referral
    SET status = 'declined', received_at = COALESCE(received_at, at_), answered_at = at_,
        answered_by = '{SystemActor.PUBLIC.value}'::uuid, decline_reason = reason_
    WHERE id = asked_for.id;
    UPDATE grants_grant g
    SET valid = CASE WHEN isempty(g.valid) THEN g.valid ELSE tstzrange(lower(g.valid), now()) END, is_offer = false
    WHERE g.basis = asked_for.id AND g.desk_id = asked_for.desk_to_id AND g.reason <> 'lead'
      AND (g.is_offer OR upper(g.valid) IS NULL OR upper(g.valid) > now());
  END IF;
  RETURN QUERY SELECT paper.id, asked_for.id, asked_for.case_id, asked_for.kind::text, asked_for.category::text,
                      asked_for.urgency::text, asked_for.desk_from_id, asked_for.desk_to_id, asked_for.status::text;
END
"""


def only(table: str, columns: str) -> migrations.RunSQL:
    """The runtime roles change these columns and no other."""
    return migrations.RunSQL(
        f"REVOKE UPDATE ON {table} FROM kanaf_runtime; GRANT UPDATE ({columns}) ON {table} TO kanaf_runtime",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_life_in_the_database")]

    operations = [
        SqlFunction("kanaf_conferences()", "SETOF uuid", CONFERENCES),
        SqlFunction("kanaf_calls_conference(conference_ uuid)", "boolean", CALLS),
        SqlFunction("kanaf_conference_seat()", "trigger", SEAT, volatility="VOLATILE"),
        migrations.RunSQL(
            "CREATE TRIGGER referrals_conference_seat BEFORE INSERT ON referrals_conferencedesk"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_conference_seat()",
            "DROP TRIGGER referrals_conference_seat ON referrals_conferencedesk",
        ),
        EnableRowSecurity(
            "referrals_conference",
            Policy(
                select="id IN (SELECT kanaf_conferences())",
                insert="desk_id IN (SELECT kanaf_file_desks()) AND kanaf_can(case_id, 'core', 'write')"
                " AND called_by = kanaf_actor()",
                update="kanaf_calls_conference(id)",
            ),
        ),
        only("referrals_conference", 'planned_at, "where", agenda, status, held_at, version, case_code'),
        EnableRowSecurity(
            "referrals_conferencedesk",
            Policy(
                select=OF_TABLE, insert="kanaf_calls_conference(conference_id)",
                update="kanaf_calls_conference(conference_id)",
            ),
        ),
        only("referrals_conferencedesk", "came"),
        EnableRowSecurity(
            "referrals_conferenceminute",
            Policy(
                select=f"{OF_TABLE} AND kanaf_can(case_id, compartment, 'read')",
                insert=f"{OF_TABLE} AND kanaf_can(case_id, compartment, 'write') AND written_by = kanaf_actor()"
                f" AND {SAME_FILE.format('referrals_conferenceminute')}",
                update=f"{OF_TABLE} AND kanaf_can(case_id, compartment, 'write')",
                check="written_by = kanaf_actor()",
            ),
        ),
        only("referrals_conferenceminute", "text, written_by, written_at, version"),
        EnableRowSecurity(
            "referrals_conferencedecision",
            Policy(
                select=OF_TABLE,
                insert="kanaf_calls_conference(conference_id) AND decided_by = kanaf_actor() AND EXISTS ("
                "SELECT FROM referrals_conferencedesk d WHERE d.conference_id ="
                " referrals_conferencedecision.conference_id AND d.desk_id = referrals_conferencedecision.desk_id)"
                f" AND {SAME_FILE.format('referrals_conferencedecision')}",
                update="done_at IS NULL AND (desk_id IN (SELECT kanaf_file_desks())"
                " OR kanaf_calls_conference(conference_id))",
                check="done_by = kanaf_actor()",
            ),
        ),
        only("referrals_conferencedecision", "done_at, done_by"),
        EnableRowSecurity(
            "referrals_sheet",
            Policy(
                select=SENT_BY_US,
                insert=f"{SENT_BY_US} AND kanaf_can(case_id, 'core', 'read') AND made_by = kanaf_actor()"
                " AND answer = '' AND wrong_codes = 0",
                update=SENT_BY_US,
            ),
        ),
        only("referrals_sheet", "withdrawn_at"),
        SqlFunction(
            "kanaf_open_sheet(link_ bytea, code_ bytea)",
            "TABLE(sheet uuid, said_reference text, kind text, category text, urgency text, sex text, age integer,"
            " sender uuid, asked uuid, sent timestamptz, before timestamptz, until timestamptz)",
            OPEN_SHEET, volatility="VOLATILE",
        ),
        SqlFunction(
            "kanaf_answer_sheet(link_ bytea, code_ bytea, answer_ text, reason_ text, at_ timestamptz)",
            "TABLE(sheet uuid, referral uuid, file uuid, kind text, category text, urgency text, sender uuid, asked uuid,"
            " before text)",
            ANSWER_SHEET, volatility="VOLATILE",
        ),
    ]
