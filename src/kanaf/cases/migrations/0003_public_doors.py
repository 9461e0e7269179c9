"""The narrow functions through which people without an account write, and reports change hands.

Each asks again whether the current actor may; none of them shows a word that somebody wrote, but for the
answer to a complaint, which its code opens.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
HELD = "ARRAY['core', 'identity', 'social']"

# Whoever works with files may write a report down for a desk of theirs.
MAY_RECORD = """
EXISTS (SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'report'
        WHERE p.desk = sender AND r.compartment = 'core' AND r.level = 'write')
"""

SUBMIT_REPORT = f"""
DECLARE
  kept cases_report%ROWTYPE;
  sender uuid := (report_ ->> 'sender')::uuid;
  target uuid := (report_ ->> 'desk')::uuid;
  received timestamptz := (report_ ->> 'received_at')::timestamptz;
  demo boolean := (report_ ->> 'is_demo')::boolean;
BEGIN
  IF kanaf_actor() IS NULL THEN {REFUSE} END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(id_::text, 0));
  SELECT * INTO kept FROM cases_report r WHERE r.id = id_ AND r.recorded_by = kanaf_actor();
  IF FOUND THEN
    RETURN QUERY SELECT kept.reference::text, kept.received_at, false;
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM actors_desk d WHERE d.id = target AND d.is_active AND d.takes_reports) THEN {REFUSE} END IF;
  IF sender IS NOT NULL AND NOT {MAY_RECORD} THEN {REFUSE} END IF;
  PERFORM kanaf_start_subject(id_, 'report', target, 'intake', kanaf_actor());
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), id_, sender, c, 'read', 'intake', NULL, tstzrange(now(), NULL), NULL, false,
         kanaf_actor(), now()
  FROM unnest({HELD}) c WHERE sender <> target;
  INSERT INTO foundation_datakey (subject, kind, ring_key, wrapped) VALUES (id_, 'report', ring_key_, wrapped_);
  INSERT INTO cases_report (id, desk_id, place_id, channel, reporter_kind, is_danger_now, is_anonymous, language,
                            children, status, received_at, read_at, reference, code_blind, code_expires_at,
                            recorded_by, is_demo, version)
  VALUES (id_, target, (report_ ->> 'place')::uuid, report_ ->> 'channel', report_ ->> 'reporter_kind',
          (report_ ->> 'is_danger_now')::boolean, (report_ ->> 'is_anonymous')::boolean, report_ ->> 'language',
          (report_ ->> 'children')::smallint, 'received', received, NULL, report_ ->> 'reference', code_,
          (report_ ->> 'code_expires_at')::timestamptz, kanaf_actor(), demo, 1);
  INSERT INTO cases_reportstatement (report_id, what, "where", who, author)
  VALUES (id_, sealed_[1], sealed_[2], sealed_[3], sealed_[4]);
  INSERT INTO cases_reportcontact (report_id, name, phone, phone_seen_by, "when", never_say)
  VALUES (id_, sealed_[5], sealed_[6], sealed_[7], sealed_[8], sealed_[9]);
  RETURN QUERY SELECT report_ ->> 'reference', received, true;
END
"""

# « reçu » or « lu », and nothing else.
REPORT_STATE = """
BEGIN
  RETURN (SELECT CASE WHEN r.read_at IS NULL THEN 'received' ELSE 'read' END
          FROM cases_report r WHERE r.code_blind = code_ AND r.code_expires_at > now());
END
"""

# The wrapped key is useless without the key ring, and is given for a valid code only: to seal what is added.
REPORT_KEY = """
BEGIN
  RETURN QUERY
  SELECT r.id, k.ring_key::text, k.wrapped FROM cases_report r JOIN foundation_datakey k ON k.subject = r.id
  WHERE r.code_blind = code_ AND r.code_expires_at > now() AND k.destroyed_at IS NULL;
END
"""

ADD_TO_REPORT = """
DECLARE it cases_report%ROWTYPE;
BEGIN
  SELECT * INTO it FROM cases_report r WHERE r.code_blind = code_ AND r.code_expires_at > now();
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO cases_reportaddition (id, report_id, text, at) VALUES (id_, it.id, text_, at_)
  ON CONFLICT (id) DO NOTHING;
  RETURN QUERY SELECT it.desk_id, it.status <> 'received';
END
"""

IN_CHARGE = """
EXISTS (SELECT FROM cases_report r WHERE r.id = report_ AND r.desk_id IN (SELECT kanaf_desks()))
AND kanaf_can(report_, 'core', 'write')
"""

# The clock does not start again: what was due stays due, at the other desk. The first one reads until triage.
PASS_REPORT = f"""
DECLARE old uuid := (SELECT r.desk_id FROM cases_report r WHERE r.id = report_);
BEGIN
  IF NOT ({IN_CHARGE}) OR desk_ = old
     OR NOT EXISTS (SELECT FROM actors_desk d WHERE d.id = desk_ AND d.is_active AND d.takes_reports) THEN {REFUSE} END IF;
  UPDATE grants_grant SET valid = tstzrange(lower(valid), now())
  WHERE subject_id = report_ AND reason = 'intake' AND desk_id IN (old, desk_) AND valid @> now();
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), report_, d, c, l, 'intake', NULL, tstzrange(now(), NULL), NULL, false, kanaf_actor(), now()
  FROM (VALUES (desk_, 'write'), (old, 'read')) AS given (d, l), unnest({HELD}) c;
  UPDATE cases_report SET desk_id = desk_, version = version + 1 WHERE id = report_;
END
"""

# Once the desk in charge has decided, the desk that only wrote the report down reads it no more.
END_INTAKE = f"""
BEGIN
  IF NOT ({IN_CHARGE}) THEN {REFUSE} END IF;
  UPDATE grants_grant g SET valid = tstzrange(lower(g.valid), now()) FROM cases_report r
  WHERE r.id = report_ AND g.subject_id = report_ AND g.reason = 'intake' AND g.desk_id <> r.desk_id AND g.valid @> now();
END
"""

# A decision that never took effect is taken away by a second person; the journal keeps both.
WITHDRAW_TRIAGE = f"""
BEGIN
  IF NOT ({IN_CHARGE}) THEN {REFUSE} END IF;
  DELETE FROM cases_triage t
  WHERE t.report_id = report_ AND t.decision = 'no_action' AND t.confirmed_by IS NULL AND t.decided_by <> kanaf_actor();
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

SUBMIT_COMPLAINT = f"""
DECLARE
  kept cases_complaint%ROWTYPE;
  target uuid := (complaint_ ->> 'handled_by')::uuid;
  concerned uuid := (complaint_ ->> 'desk_concerned')::uuid;
  received timestamptz := (complaint_ ->> 'received_at')::timestamptz;
  demo boolean := (complaint_ ->> 'is_demo')::boolean;
BEGIN
  IF kanaf_actor() IS NULL THEN {REFUSE} END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(id_::text, 0));
  SELECT * INTO kept FROM cases_complaint c WHERE c.id = id_;
  IF FOUND THEN
    RETURN QUERY SELECT kept.reference::text, kept.received_at, kept.due_at, false;
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM actors_desk d WHERE d.id = target AND d.is_active) THEN {REFUSE} END IF;
  PERFORM kanaf_start_subject(id_, 'report', target, 'intake', kanaf_actor());
  INSERT INTO foundation_datakey (subject, kind, ring_key, wrapped) VALUES (id_, 'complaint', ring_key_, wrapped_);
  INSERT INTO cases_complaint (id, about, desk_concerned_id, handled_by_id, language, status, received_at, due_at,
                               reference, code_blind, code_expires_at, is_demo, version)
  VALUES (id_, complaint_ ->> 'about', concerned, target, complaint_ ->> 'language', 'received', received,
          (complaint_ ->> 'due_at')::timestamptz, complaint_ ->> 'reference', code_,
          (complaint_ ->> 'code_expires_at')::timestamptz, demo, 1);
  INSERT INTO cases_complaintstatement (complaint_id, what, who, contact)
  VALUES (id_, sealed_[1], sealed_[2], sealed_[3]);
  RETURN QUERY SELECT complaint_ ->> 'reference', received, (complaint_ ->> 'due_at')::timestamptz, true;
END
"""

COMPLAINT_BY_CODE = """
BEGIN
  RETURN QUERY
  SELECT c.id, c.status::text, c.due_at, c.answered_at, s.answer, k.ring_key::text, k.wrapped
  FROM cases_complaint c
  JOIN cases_complaintstatement s ON s.complaint_id = c.id
  JOIN foundation_datakey k ON k.subject = c.id AND k.destroyed_at IS NULL
  WHERE c.code_blind = code_ AND c.code_expires_at > now();
END
"""

# A desk that finds the complaint concerns itself hands it over whole, and reads it no more.
PASS_COMPLAINT = f"""
DECLARE old uuid := (SELECT c.handled_by_id FROM cases_complaint c WHERE c.id = complaint_);
BEGIN
  IF old IS NULL OR NOT (old IN (SELECT kanaf_desks()) AND kanaf_can(complaint_, 'core', 'write')) OR desk_ = old
     OR desk_ = (SELECT c.desk_concerned_id FROM cases_complaint c WHERE c.id = complaint_)
     OR NOT EXISTS (SELECT FROM actors_desk d WHERE d.id = desk_ AND d.is_active) THEN {REFUSE} END IF;
  UPDATE grants_grant SET valid = tstzrange(lower(valid), now()) WHERE subject_id = complaint_ AND valid @> now();
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  SELECT gen_random_uuid(), complaint_, desk_, c, 'write', 'intake', NULL, tstzrange(now(), NULL), NULL, false,
         kanaf_actor(), now()
  FROM unnest({HELD}) c;
  UPDATE cases_complaint SET handled_by_id = desk_, desk_concerned_id = old, version = version + 1 WHERE id = complaint_;
END
"""


def door(signature, returns, body):
    return SqlFunction(signature, returns, body, volatility="VOLATILE")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security")]

    operations = [
        door(
            "kanaf_submit_report(id_ uuid, report_ jsonb, code_ bytea, ring_key_ text, wrapped_ bytea, sealed_ bytea[])",
            "TABLE(said_reference text, since timestamptz, is_new boolean)",
            SUBMIT_REPORT,
        ),
        SqlFunction("kanaf_report_state(code_ bytea)", "text", REPORT_STATE),
        SqlFunction(
            "kanaf_report_key(code_ bytea)", "TABLE(subject uuid, ring_key text, wrapped bytea)", REPORT_KEY
        ),
        door(
            "kanaf_add_to_report(code_ bytea, id_ uuid, text_ bytea, at_ timestamptz)",
            "TABLE(desk uuid, decided boolean)",
            ADD_TO_REPORT,
        ),
        door("kanaf_pass_report(report_ uuid, desk_ uuid)", "void", PASS_REPORT),
        door("kanaf_end_intake(report_ uuid)", "void", END_INTAKE),
        door("kanaf_withdraw_triage(report_ uuid)", "void", WITHDRAW_TRIAGE),
        door(
            "kanaf_submit_complaint(id_ uuid, complaint_ jsonb, code_ bytea, ring_key_ text, wrapped_ bytea,"
            " sealed_ bytea[])",
            "TABLE(said_reference text, since timestamptz, before timestamptz, is_new boolean)",
            SUBMIT_COMPLAINT,
        ),
        SqlFunction(
            "kanaf_complaint_by_code(code_ bytea)",
            "TABLE(subject uuid, state text, before timestamptz, answered timestamptz, answer bytea,"
            " ring_key text, wrapped bytea)",
            COMPLAINT_BY_CODE,
        ),
        door("kanaf_pass_complaint(complaint_ uuid, desk_ uuid)", "void", PASS_COMPLAINT),
    ]
