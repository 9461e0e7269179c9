"""The narrow doors of emergency access: opening tells others in the same breath, and the reviewer is somebody else."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

REFUSE = "RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';"
ONLY_CLOCK = "IF NOT kanaf_is_system('clock') THEN RAISE EXCEPTION 'only the clock' USING ERRCODE = '42501'; END IF;"
MINE = "(person = kanaf_actor() AND person = ANY (kanaf_stands_for()))"
MOST_A_DAY = 5

# Who hears of it: at the leading desk whoever follows the file, coordinates or supervises, else everybody who works
# with files there; and the privacy officers. Whoever is away is told with the stand-in. Never the one who opened, and nobody in conflict.
TOLD = """
BEGIN
  RETURN QUERY
  WITH held AS (
    SELECT m.account_id AS id, m.role::text AS role, m.desk_id AS desk FROM actors_membership m
    JOIN actors_account a ON a.id = m.account_id AND a.is_active
    WHERE m.since <= (now() AT TIME ZONE 'UTC')::date AND (m.until IS NULL OR m.until > (now() AT TIME ZONE 'UTC')::date)
  ), ours AS (
    SELECT h.id, h.role FROM held h JOIN grants_rolepower r ON r.role = h.role AND r.kind = 'case'
    WHERE h.desk = lead_ AND r.compartment = 'core' AND h.id <> opener_
  ), first AS (
    SELECT o.id FROM ours o WHERE o.role IN ('desk_coordinator', 'supervisor')
      OR o.id = (SELECT c.worker FROM cases_case c WHERE c.id = file_)
  ), chosen AS (
    SELECT f.id, 'lead' AS told FROM first f
    UNION SELECT o.id, 'lead' FROM ours o WHERE NOT EXISTS (SELECT FROM first)
    UNION SELECT h.id, 'privacy' FROM held h WHERE h.role = 'privacy_officer'
  ), found AS (
    SELECT c.id, c.told FROM chosen c
    UNION SELECT x.covered_by_id, c.told FROM chosen c JOIN actors_absence x ON x.account_id = c.id
    JOIN actors_account a ON a.id = x.covered_by_id AND a.is_active WHERE x.since <= now() AND x.until > now()
  )
  SELECT DISTINCT ON (f.id) f.id, f.told FROM found f WHERE f.id <> opener_ AND NOT kanaf_apart(file_, f.id)
  ORDER BY f.id, f.told;
END
"""

TELL = """
BEGIN
  INSERT INTO cases_emergencynotice (id, access_id, person_id, told_as, is_late, at)
  SELECT gen_random_uuid(), e.id, t.person, t.told, late_, now()
  FROM cases_emergencyaccess e, kanaf_emergency_told(e.case_id, e.lead_desk_id, e.person) t WHERE e.id = access_
  ON CONFLICT DO NOTHING;
END
"""

HOURS = """
(SELECT s.amount * CASE s.unit WHEN 'days' THEN 24 ELSE 1 END FROM territory_delaysetting s
 WHERE s.country_id = country_ AND s.key = '{key}' AND s.risk = ''
   AND (s.valid_from IS NULL OR s.valid_from <= today_) AND (s.valid_to IS NULL OR s.valid_to >= today_) LIMIT 1)
"""

# An unknown code, one of another country and one that is not for this person give the same nothing.
BREAK_GLASS = f"""
DECLARE country_ text; today_ date; most_ int; review_ int; it cases_case%ROWTYPE;
BEGIN
  IF NOT EXISTS (
    SELECT FROM kanaf_posts() p JOIN grants_rolepower r ON r.role = p.role AND r.kind = 'case'
    WHERE p.desk = desk_ AND r.compartment = 'emergency') OR coalesce(length(words_), 0) = 0 THEN {REFUSE} END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('emergency ' || kanaf_actor()::text, 0));
  IF (SELECT count(*) FROM cases_emergencyaccess e
      WHERE e.person = kanaf_actor() AND e.opened_at > now() - interval '24 hours') >= {MOST_A_DAY} THEN {REFUSE} END IF;
  SELECT p.country_id INTO country_ FROM actors_desk d JOIN territory_place p ON p.id = d.place_id WHERE d.id = desk_;
  today_ := (now() AT TIME ZONE coalesce(
    (SELECT w.zone FROM territory_workingcalendar w WHERE w.country_id = country_ LIMIT 1), 'UTC'))::date;
  most_ := {HOURS.format(key="breakglass_length")};
  review_ := {HOURS.format(key="breakglass_review")};
  IF most_ IS NULL OR review_ IS NULL OR hours_ IS NULL OR hours_ < 1 OR hours_ > most_ THEN {REFUSE} END IF;
  IF NOT EXISTS (SELECT FROM territory_codelistentry c WHERE c.codelist_id = 'emergency_reason' AND c.code = reason_)
  THEN {REFUSE} END IF;
  SELECT c.* INTO it FROM cases_case c JOIN territory_place p ON p.id = c.place_id
  WHERE c.code = code_ AND p.country_id = country_ AND NOT kanaf_excluded(c.id);
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM cases_emergencyaccess e WHERE e.person = kanaf_actor() AND e.case_id = it.id
             AND e.ended_at IS NULL AND e.until > now()) THEN {REFUSE} END IF;
  INSERT INTO foundation_datakey (subject, kind, ring_key, wrapped) VALUES (id_, 'emergency', ring_key_, wrapped_);
  INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, basis, valid, until, is_offer,
                            given_by, given_at)
  VALUES (gen_random_uuid(), it.id, desk_, 'emergency', 'read', 'break_glass', id_,
          tstzrange(now(), now() + make_interval(hours => hours_)), now() + make_interval(hours => hours_), false,
          kanaf_actor(), now());
  INSERT INTO cases_emergencyaccess (id, case_id, case_code, person, desk_id, lead_desk_id, reason, words, opened_at,
                                     until, review_due_at, outcome, is_demo)
  VALUES (id_, it.id, it.code, kanaf_actor(), desk_, it.lead_desk_id, reason_, words_, now(),
          now() + make_interval(hours => hours_), now() + make_interval(hours => review_), '', it.is_demo);
  PERFORM kanaf_tell_emergency(id_, false);
  RETURN it.id;
END
"""

# Whoever opened has finished; or the leading desk closes what it did not ask for.
END_EMERGENCY = f"""
BEGIN
  UPDATE cases_emergencyaccess e SET ended_at = now()
  WHERE e.id = access_ AND e.ended_at IS NULL AND e.until > now()
    AND (e.person = kanaf_actor() OR kanaf_can(e.case_id, 'core', 'write'));
  IF NOT FOUND THEN {REFUSE} END IF;
  UPDATE grants_grant g SET valid = tstzrange(lower(g.valid), now())
  WHERE g.basis = access_ AND g.reason = 'break_glass' AND g.valid @> now();
END
"""

# Once it is justified or not, it stays so; what is followed up is decided again.
REVIEW = f"""
BEGIN
  UPDATE cases_emergencyaccess e
  SET outcome = outcome_, remark = remark_, reviewed_by = kanaf_actor(), reviewed_at = coalesce(e.reviewed_at, now())
  WHERE e.id = access_ AND kanaf_has_role('privacy_officer') AND e.person <> kanaf_actor()
    AND NOT kanaf_excluded(e.case_id) AND e.outcome IN ('', 'follow_up') AND outcome_ IN ('justified', 'not_justified', 'follow_up');
  IF NOT FOUND THEN {REFUSE} END IF;
END
"""

# The words are read by whoever wrote them, by the reviewers, and by those who lead the file.
READS_WORDS = f"""
BEGIN
  RETURN EXISTS (
    SELECT FROM cases_emergencyaccess e WHERE e.id = access_ AND NOT kanaf_excluded(e.case_id)
      AND ({MINE} OR kanaf_has_role('privacy_officer') OR kanaf_can(e.case_id, 'core', 'write')));
END
"""

# A letter about a file that is hidden since from the person it was written to.
APART = """
BEGIN
  RETURN EXISTS (SELECT FROM cases_emergencyaccess e WHERE e.id = access_ AND kanaf_excluded(e.case_id));
END
"""

OVER = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY UPDATE cases_emergencyaccess e SET ended_at = e.until WHERE e.ended_at IS NULL AND e.until <= at_
  RETURNING e.id, e.case_id, e.desk_id;
END
"""

LATE = f"""
DECLARE one record;
BEGIN
  {ONLY_CLOCK}
  FOR one IN UPDATE cases_emergencyaccess e SET late_at = at_
             WHERE e.reviewed_at IS NULL AND e.late_at IS NULL AND e.review_due_at <= at_
             RETURNING e.id, e.case_id, e.desk_id LOOP
    PERFORM kanaf_tell_emergency(one.id, true);
    RETURN QUERY SELECT one.id, one.case_id, one.desk_id;
  END LOOP;
END
"""

TO_MAIL = f"""
BEGIN
  {ONLY_CLOCK}
  RETURN QUERY
  WITH sent AS (UPDATE cases_emergencynotice n SET mailed_at = at_ WHERE n.mailed_at IS NULL AND n.at <= at_
                RETURNING n.person_id)
  SELECT a.email::text, a.language::text, count(*)::int FROM sent s JOIN actors_account a ON a.id = s.person_id
  WHERE a.is_active GROUP BY a.id;
END
"""

# How often, by which kind of desk, why, and what came of it: no file, no person.
FIGURES = """
BEGIN
  RETURN QUERY
  SELECT date_trunc('month', e.opened_at AT TIME ZONE zone_)::date, d.kind::text, e.reason::text, e.outcome::text,
         count(*)::int, count(*) FILTER (WHERE coalesce(e.reviewed_at, now()) > e.review_due_at)::int
  FROM cases_emergencyaccess e JOIN actors_desk d ON d.id = e.desk_id
  WHERE e.opened_at >= since_ AND (kanaf_has_role('privacy_officer') OR EXISTS (
    SELECT FROM kanaf_posts() p WHERE p.role = 'supervisor' AND p.desk IN (e.desk_id, e.lead_desk_id)))
  GROUP BY 1, 2, 3, 4;
END
"""

FOUND = "TABLE(access uuid, file uuid, desk uuid)"
SECOND = "kanaf_emergency_told(uuid, uuid, uuid), kanaf_tell_emergency(uuid, boolean)"


def part(subject: str, compartment: str) -> Policy:
    """As it was; and whoever opened the file in an emergency reads."""
    write = f"kanaf_can({subject}, '{compartment}', 'write')"
    read = f"kanaf_can({subject}, '{compartment}', 'read') OR {subject} IN (SELECT kanaf_in_emergency())"
    return Policy(select=read, insert=write, update=write)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_emergency_access"),
        ("grants", "0005_emergency"),
        ("persons", "0004_emergency"),
        ("territory", "0007_emergency_settings"),
    ]

    operations = [
        SqlFunction(
            "kanaf_emergency_told(file_ uuid, lead_ uuid, opener_ uuid)", "TABLE(person uuid, told text)", TOLD
        ),
        SqlFunction("kanaf_tell_emergency(access_ uuid, late_ boolean)", "void", TELL, volatility="VOLATILE"),
        migrations.RunSQL(f"REVOKE ALL ON FUNCTION {SECOND} FROM kanaf_runtime", migrations.RunSQL.noop),
        SqlFunction(
            "kanaf_break_glass(id_ uuid, code_ text, desk_ uuid, reason_ text, hours_ int, words_ bytea,"
            " ring_key_ text, wrapped_ bytea)",
            "uuid",
            BREAK_GLASS,
            volatility="VOLATILE",
        ),
        SqlFunction("kanaf_end_emergency(access_ uuid)", "void", END_EMERGENCY, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_review_emergency(access_ uuid, outcome_ text, remark_ bytea)", "void", REVIEW, volatility="VOLATILE"
        ),
        SqlFunction("kanaf_reads_emergency_words(access_ uuid)", "boolean", READS_WORDS),
        SqlFunction("kanaf_emergencies_over(at_ timestamptz)", FOUND, OVER, volatility="VOLATILE"),
        SqlFunction("kanaf_emergencies_late(at_ timestamptz)", FOUND, LATE, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_emergencies_to_mail(at_ timestamptz)", "TABLE(email text, language text, notices int)", TO_MAIL,
            volatility="VOLATILE",
        ),
        SqlFunction(
            "kanaf_emergency_figures(since_ timestamptz, zone_ text)",
            "TABLE(month date, kind text, reason text, outcome text, opened int, late int)",
            FIGURES,
        ),
        EnableRowSecurity("cases_case", part("id", "core")),
        EnableRowSecurity("cases_caseparty", part("case_id", "identity")),
        EnableRowSecurity("cases_safetyplan", part("case_id", "social")),
        EnableRowSecurity(
            "cases_emergencyaccess",
            Policy(
                select=f"NOT kanaf_excluded(case_id) AND ({MINE} OR kanaf_has_role('privacy_officer')"
                " OR kanaf_can(case_id, 'core', 'read'))"
            ),
        ),
        SqlFunction("kanaf_emergency_apart(access_ uuid)", "boolean", APART),
        EnableRowSecurity(
            "cases_emergencynotice",
            Policy(select="person_id = kanaf_actor() AND NOT kanaf_emergency_apart(access_id)"),
        ),
        migrations.RunSQL(
            "CREATE POLICY foundation_datakey_emergency_select ON foundation_datakey FOR SELECT TO kanaf_runtime USING"
            " (subject IN (SELECT kanaf_in_emergency()) OR kind = 'emergency' AND kanaf_reads_emergency_words(subject))",
            "DROP POLICY foundation_datakey_emergency_select ON foundation_datakey",
        ),
    ]
