"""A committee is read by its secretaries and by whoever sits in it; the annex only by seats bound by secrecy."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

TODAY = "(now() AT TIME ZONE 'UTC')::date"
RUNS = f"t.since <= {TODAY} AND (t.until IS NULL OR t.until > {TODAY}) AND (s.ended_on IS NULL OR s.ended_on > {TODAY})"
ACTIVE = "EXISTS (SELECT FROM actors_account a WHERE a.id = kanaf_actor() AND a.is_active)"


def seated(condition: str = "true") -> str:
    """The committees in which the actor sits today; a stand-in for a desk does not sit for the absent person."""
    return f"""
  SELECT t.committee_id FROM committees_term t JOIN committees_seat s ON s.id = t.seat_id
  WHERE t.account_id = kanaf_actor() AND {RUNS} AND {ACTIVE} AND {condition}
"""


WRITTEN = """
  SELECT c.id FROM committees_committee c JOIN kanaf_posts() p ON p.desk = c.desk_id
  WHERE p.role = 'committee_secretary'
"""


def answering(query: str) -> str:
    return f"BEGIN RETURN QUERY {query}; END"


OWNS = f"""
BEGIN
  RETURN EXISTS (
    SELECT FROM committees_term t JOIN committees_seat s ON s.id = t.seat_id
    WHERE t.committee_id = committee_ AND t.account_id = kanaf_actor() AND t.desk_id = desk_ AND {RUNS} AND {ACTIVE});
END
"""

KEY = """
BEGIN
  RETURN EXISTS (SELECT FROM committees_committee c WHERE c.id = subject_ AND c.id IN (SELECT kanaf_committees()))
      OR EXISTS (SELECT FROM committees_committee c
                 WHERE c.annex = subject_ AND c.id IN (SELECT kanaf_committees_bound()));
END
"""
NEW_KEY = """
BEGIN
  RETURN EXISTS (SELECT FROM committees_committee c
                 WHERE subject_ IN (c.id, c.annex) AND c.id IN (SELECT kanaf_committees_written()));
END
"""

# The third lock of four eyes: a secretary drafts with her own name, the chair adopts with hers, once, in a later
# meeting, and no word changes with it or after it.
MINUTES = """
DECLARE me uuid := kanaf_actor(); refused text := NULL;
BEGIN
  IF me IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' OR NEW.drafted_by <> me OR NEW.committee_id NOT IN (SELECT kanaf_committees_written())
       OR NOT EXISTS (SELECT FROM committees_meeting m WHERE m.id = NEW.meeting_id AND m.committee_id = NEW.committee_id
                      AND m.status = 'held') THEN
      refused := 'minutes are drafted by the secretary of a meeting that was held';
    END IF;
  ELSIF OLD.status = 'adopted' THEN
    refused := 'adopted minutes stay as they are';
  ELSIF NEW.committee_id <> OLD.committee_id OR NEW.meeting_id <> OLD.meeting_id THEN
    refused := 'minutes stay with their meeting';
  ELSIF NEW.status = 'draft' THEN
    IF NEW.drafted_by <> me OR NEW.committee_id NOT IN (SELECT kanaf_committees_written()) THEN
      refused := 'minutes are drafted by the secretary';
    END IF;
  ELSIF NEW.adopted_by IS DISTINCT FROM me OR OLD.drafted_by = me OR NEW.drafted_by <> OLD.drafted_by
     OR NEW.text IS DISTINCT FROM OLD.text OR NEW.committee_id NOT IN (SELECT kanaf_committees_chaired())
     OR EXISTS (SELECT FROM journal_entry j
                WHERE j.subject = NEW.id AND j.actor = me AND j.kind = 'committees.minutes_drafted')
     OR NOT EXISTS (SELECT FROM committees_meeting later JOIN committees_meeting told ON told.id = NEW.meeting_id
                    WHERE later.id = NEW.adopted_in_id AND later.committee_id = NEW.committee_id
                      AND later.starts_at > told.starts_at AND later.status <> 'cancelled') THEN
    refused := 'another person than the drafter adopts, from the chair of a later meeting';
  END IF;
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION '%', refused USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_four_eyes';
  END IF;
  RETURN NEW;
END
"""

# What belongs to a committee belongs to the same committee as what it hangs on.
SAME_COMMITTEE = """
DECLARE above uuid;
BEGIN
  EXECUTE format('SELECT committee_id FROM %I WHERE id = $1.%I', TG_ARGV[0], TG_ARGV[1]) INTO above USING NEW;
  IF above IS NOT NULL AND above <> NEW.committee_id THEN
    RAISE EXCEPTION 'a row belongs to one committee' USING ERRCODE = 'check_violation', CONSTRAINT = 'same_committee';
  END IF;
  RETURN NEW;
END
"""
HANGING = (
    ("committees_term", "committees_seat", "seat_id"),
    ("committees_agendaitem", "committees_meeting", "meeting_id"),
    ("committees_attendance", "committees_meeting", "meeting_id"),
    ("committees_minutes", "committees_meeting", "meeting_id"),
    ("committees_actionpoint", "committees_meeting", "meeting_id"),
    ("committees_annexitem", "committees_meeting", "meeting_id"),
    ("committees_objective", "committees_plan", "plan_id"),
    ("committees_planaction", "committees_objective", "objective_id"),
)

CHAIR = f"""
BEGIN
  RETURN QUERY
  SELECT c.id, t.account_id, t.desk_id
  FROM committees_committee c
  JOIN committees_committeekind k ON k.id = c.kind_id
  JOIN committees_seat s ON s.committee_id = c.id AND s.is_chair
  JOIN committees_term t ON t.seat_id = s.id
  JOIN actors_account a ON a.id = t.account_id AND a.is_active
  WHERE c.is_active AND c.place_id = ANY (places_) AND {RUNS}
  ORDER BY array_position(places_, c.place_id), k.order, t.is_substitute LIMIT 1;
END
"""

# The calendar knows moments and states; neither the committee nor its words.
CALENDAR = f"""
BEGIN
  RETURN QUERY
  SELECT m.id, m.starts_at, m.ends_at, m.status::text, m.version, m.convened_at
  FROM committees_calendarfeed f
  JOIN actors_account a ON a.id = f.account_id AND a.is_active
  JOIN committees_meeting m ON m.starts_at > now() - interval '1 year'
  WHERE f.token = token_ AND f.revoked_at IS NULL AND (
    EXISTS (SELECT FROM committees_term t JOIN committees_seat s ON s.id = t.seat_id
            WHERE t.account_id = a.id AND t.committee_id = m.committee_id AND {RUNS})
    OR EXISTS (SELECT FROM committees_committee c JOIN actors_membership p ON p.desk_id = c.desk_id
               WHERE c.id = m.committee_id AND p.account_id = a.id AND p.role = 'committee_secretary'
                 AND p.since <= {TODAY} AND (p.until IS NULL OR p.until > {TODAY})))
  ORDER BY m.starts_at, m.id;
END
"""

CALENDAR_IS_OPEN = """
BEGIN
  RETURN EXISTS (SELECT FROM committees_calendarfeed f JOIN actors_account a ON a.id = f.account_id AND a.is_active
                 WHERE f.token = token_ AND f.revoked_at IS NULL);
END
"""

READ, WRITE = "committee_id IN (SELECT kanaf_committees())", "committee_id IN (SELECT kanaf_committees_written())"
OWNER = f"{WRITE} OR kanaf_committee_owns(committee_id, desk_id)"
BOUND = "committee_id IN (SELECT kanaf_committees_bound())"
MINE = "account_id = kanaf_actor()"
EDITORS = "kanaf_has_role('directory_editor') OR kanaf_has_role('privacy_officer')"
NOT_ADOPTED = (
    f"{WRITE} AND NOT EXISTS (SELECT FROM committees_minutes i"
    " WHERE i.meeting_id = {table}.meeting_id AND i.status = 'adopted')"
)
WRITTEN_HERE = Policy(select=READ, insert=WRITE, update=WRITE)
NOTED = NOT_ADOPTED.format(table="committees_attendance")
LISTED = NOT_ADOPTED.format(table="committees_agendaitem")

TABLES = {
    "committees_committeekind": Policy(select="true", update=EDITORS),
    "committees_kindseat": Policy(select="true", update=EDITORS),
    "committees_committee": Policy(
        select="id IN (SELECT kanaf_committees())",
        insert="kanaf_desk_role(desk_id, 'committee_secretary')",
        update="id IN (SELECT kanaf_committees_written())",
    ),
    "committees_seat": WRITTEN_HERE,
    "committees_term": Policy(select=READ, insert=f"{WRITE} AND named_by = kanaf_actor()", update=WRITE),
    "committees_meeting": Policy(select=READ, insert=f"{WRITE} AND convened_by = kanaf_actor()", update=WRITE),
    "committees_agendaitem": Policy(select=READ, insert=LISTED, update=None, delete=LISTED),
    "committees_attendance": Policy(select=READ, insert=NOTED, update=None, delete=NOTED),
    "committees_minutes": Policy(
        select=READ, insert=WRITE, update=f"{WRITE} OR committee_id IN (SELECT kanaf_committees_chaired())"
    ),
    "committees_actionpoint": Policy(select=READ, insert=f"{WRITE} AND decided_by = kanaf_actor()", update=OWNER),
    "committees_plan": WRITTEN_HERE,
    "committees_objective": WRITTEN_HERE,
    "committees_planaction": Policy(select=READ, insert=WRITE, update=OWNER),
    "committees_annexitem": Policy(
        select=BOUND,
        insert=f"{BOUND} AND brought_by = kanaf_actor() AND kanaf_member_of(desk_id)",
        update=BOUND,
    ),
    "committees_calendarfeed": Policy(select=MINE, insert=MINE, update=MINE),
}

CHANGING = {
    "committees_committee": "name_fr, name_ar, name_en, notice_days, quorum_percent, is_active, version",
    "committees_seat": "category, is_chair, is_bound, is_required, ended_on, version",
    "committees_term": "until",
    "committees_meeting": "status, held_at, cancelled_at, version",
    "committees_minutes": "text, status, drafted_by, drafted_at, adopted_in_id, adopted_by, adopted_at, version",
    "committees_actionpoint": "due_on, state, outcome, closed_by, closed_at, version",
    "committees_plan": "title",
    "committees_objective": "text",
    "committees_planaction": "progress, percent, remark, reported_by, reported_at, version",
    "committees_annexitem": "outcome, answered_by, answered_at, version",
    "committees_calendarfeed": "revoked_at",
}
"""What may still be written in a row that stands; the rest stays as it was."""


def changing(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"REVOKE UPDATE ON {table} FROM kanaf_runtime; GRANT UPDATE ({columns}) ON {table} TO kanaf_runtime",
        migrations.RunSQL.noop,
    )


def hangs(table: str, above: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_same BEFORE INSERT OR UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION kanaf_same_committee('{above}', '{column}')",
        f"DROP TRIGGER {table}_same ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial"), ("grants", "0002_functions"), ("actors", "0005_signin")]

    operations = [
        SqlFunction("kanaf_committees()", "SETOF uuid", answering(f"{WRITTEN} UNION {seated()}")),
        SqlFunction("kanaf_committees_written()", "SETOF uuid", answering(WRITTEN)),
        SqlFunction("kanaf_committees_chaired()", "SETOF uuid", answering(seated("s.is_chair"))),
        SqlFunction("kanaf_committees_bound()", "SETOF uuid", answering(seated("s.is_bound"))),
        SqlFunction("kanaf_committee_owns(committee_ uuid, desk_ uuid)", "boolean", OWNS),
        SqlFunction("kanaf_committee_key(subject_ uuid)", "boolean", KEY),
        SqlFunction("kanaf_committee_new_key(subject_ uuid)", "boolean", NEW_KEY),
        SqlFunction("kanaf_committee_minutes()", "trigger", MINUTES, volatility="VOLATILE"),
        SqlFunction("kanaf_same_committee()", "trigger", SAME_COMMITTEE, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_committee_chair(places_ uuid[])", "TABLE(committee uuid, account uuid, desk uuid)", CHAIR
        ),
        SqlFunction(
            "kanaf_calendar(token_ bytea)",
            "TABLE(meeting uuid, starts_at timestamptz, ends_at timestamptz, status text, version integer,"
            " convened_at timestamptz)",
            CALENDAR,
        ),
        SqlFunction("kanaf_calendar_is_open(token_ bytea)", "boolean", CALENDAR_IS_OPEN),
        *[EnableRowSecurity(table, policy) for table, policy in TABLES.items()],
        *[changing(table, columns) for table, columns in CHANGING.items()],
        *[hangs(*link) for link in HANGING],
        migrations.RunSQL(
            "CREATE TRIGGER committees_minutes_four_eyes BEFORE INSERT OR UPDATE ON committees_minutes"
            " FOR EACH ROW EXECUTE FUNCTION kanaf_committee_minutes();"
            " CREATE POLICY foundation_datakey_committees_select ON foundation_datakey FOR SELECT TO kanaf_runtime"
            " USING (kanaf_committee_key(subject));"
            " CREATE POLICY foundation_datakey_committees_insert ON foundation_datakey FOR INSERT TO kanaf_runtime"
            " WITH CHECK (kanaf_committee_new_key(subject))",
            "DROP TRIGGER committees_minutes_four_eyes ON committees_minutes;"
            " DROP POLICY foundation_datakey_committees_select ON foundation_datakey;"
            " DROP POLICY foundation_datakey_committees_insert ON foundation_datakey",
        ),
    ]
