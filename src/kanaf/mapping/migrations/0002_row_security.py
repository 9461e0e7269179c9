"""A campaign is written by its desk and its team, read in its territory; referrals reach it as numbers only."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction

LEADS = "'desk_coordinator', 'supervisor', 'committee_secretary', 'project_manager'"
READERS = f"{LEADS}, 'prosecutor', 'juvenile_judge'"
LED = f"""
  SELECT c.id FROM mapping_campaign c JOIN kanaf_posts() p ON p.desk = c.desk_id WHERE p.role IN ({LEADS})
"""
OURS = f"""
  {LED} UNION
  SELECT t.campaign_id FROM mapping_teammember t
  WHERE t.account_id = kanaf_actor() AND t.left_at IS NULL AND EXISTS (SELECT FROM kanaf_posts())
"""
WRITTEN = f"SELECT o.id FROM ({OURS}) o (id) JOIN mapping_campaign k ON k.id = o.id AND k.status <> 'closed'"
EDITED = f"{OURS} UNION SELECT c.id FROM mapping_campaign c WHERE kanaf_has_role('directory_editor')"
READ = f"""
  {EDITED} UNION
  SELECT c.id FROM mapping_campaign c JOIN kanaf_posts() p ON p.role IN ({READERS})
  JOIN actors_desk d ON d.id = p.desk JOIN territory_place l ON l.id = d.place_id
  WHERE c.place_id = ANY (l.lineage)
"""
ASKED = """
  SELECT c.id FROM mapping_campaign c JOIN mapping_prospect w ON w.campaign_id = c.id AND w.status = 'met'
  JOIN actors_desk d ON d.organisation_id = w.organisation_id JOIN kanaf_posts() p ON p.desk = d.id
  WHERE c.status IN ('workshops', 'validated')
"""
OWN = "BEGIN RETURN EXISTS (SELECT FROM actors_service s JOIN kanaf_posts() p ON p.desk = s.desk_id WHERE s.id = service_); END"

SAME = """
DECLARE above uuid;
BEGIN
  EXECUTE format('SELECT campaign_id FROM %I WHERE id = ($1).%I', TG_ARGV[0], TG_ARGV[1]) INTO above USING NEW;
  IF above IS NOT NULL AND above <> NEW.campaign_id THEN
    RAISE EXCEPTION 'a row belongs to one campaign' USING ERRCODE = 'check_violation', CONSTRAINT = 'same_campaign';
  END IF;
  RETURN NEW;
END
"""
HANGING = (
    ("mapping_interview", "mapping_prospect", "prospect_id"),
    ("mapping_presence", "mapping_workshop", "workshop_id"),
    ("mapping_presence", "mapping_prospect", "prospect_id"),
    ("mapping_roleclaim", "mapping_workshop", "workshop_id"),
    ("mapping_roleclaim", "mapping_prospect", "about_id"),
    ("mapping_roleclaim", "mapping_prospect", "said_by_id"),
    ("mapping_validation", "mapping_workshop", "workshop_id"),
)

# Numbers about two desks, never about one child, over a half of a year that nobody can cut otherwise; the running
# half stops at the end of last month, so that looking twice in a week tells of no single referral. Whoever works at
# one of the two desks sees its own numbers whole.
PAIRS = f"""
DECLARE
  begins timestamptz := make_timestamptz(year_, CASE half_ WHEN 1 THEN 1 ELSE 7 END, 1, 0, 0, 0, 'UTC');
  ends timestamptz;
  least_ integer;
BEGIN
  IF NOT EXISTS (SELECT FROM kanaf_posts() p WHERE p.role IN ({READERS}, 'directory_editor')) THEN RETURN; END IF;
  IF half_ NOT IN (1, 2) THEN RETURN; END IF;
  ends := LEAST(begins + interval '6 months', date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC');
  SELECT m.least INTO least_ FROM mapping_leastcount m
  WHERE m.country_id = 'MA' AND (m.valid_from IS NULL OR m.valid_from <= now()::date)
    AND (m.valid_to IS NULL OR m.valid_to >= now()::date);
  least_ := GREATEST(COALESCE(least_, 5), 3);
  RETURN QUERY
  WITH asked AS (
    SELECT r.desk_from_id AS f, r.desk_to_id AS t, r.kind::text AS k, count(*)::integer AS n,
      count(*) FILTER (WHERE r.answered_at IS NOT NULL)::integer AS answered,
      count(*) FILTER (WHERE r.status = 'declined')::integer AS refused,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.answered_at - r.sent_at) / 86400)
        FILTER (WHERE r.answered_at IS NOT NULL) AS days
    FROM referrals_referral r WHERE r.sent_at >= begins AND r.sent_at < ends
    GROUP BY 1, 2, 3
  ), seen AS (
    SELECT a.*, (a.f IN (SELECT kanaf_file_desks()) OR a.t IN (SELECT kanaf_file_desks())) AS mine FROM asked a
  )
  SELECT s.f, s.t, s.k, CASE WHEN s.mine OR s.n >= least_ THEN s.n END,
    CASE WHEN s.mine OR s.answered >= least_ THEN round(s.days::numeric, 1)::double precision END,
    CASE WHEN s.mine OR (s.n >= least_ AND (s.refused = 0 OR s.refused >= least_)
                         AND (s.refused = s.n OR s.n - s.refused >= least_))
         THEN round(s.refused::numeric / s.n, 2)::double precision END
  FROM seen s;
END
"""

READABLE, WRITABLE = "campaign_id IN (SELECT kanaf_mapping_read())", "campaign_id IN (SELECT kanaf_mapping_written())"
MINE = "written_by = kanaf_actor()"
# The people of an actor see that it was met, and nothing of what is sealed in that row.
MET = """
status = 'met' AND campaign_id IN (SELECT kanaf_mapping_asked()) AND EXISTS (
  SELECT FROM actors_desk d JOIN kanaf_posts() p ON p.desk = d.id WHERE d.organisation_id = mapping_prospect.organisation_id)
"""
EDITOR = "kanaf_has_role('directory_editor')"
ANSWERED = f"""
{MINE} AND carried_at IS NULL AND (
  ({WRITABLE} AND NOT is_own) OR (is_own AND kanaf_mapping_own(service_id) AND campaign_id IN (SELECT kanaf_mapping_asked())))
"""
CARRIED = f"{EDITOR} AND verdict = 'confirmed' AND written_by <> kanaf_actor()"

TABLES = {
    "mapping_campaign": Policy(
        select="id IN (SELECT kanaf_mapping_read()) OR id IN (SELECT kanaf_mapping_asked())",
        insert=" OR ".join(f"kanaf_desk_role(desk_id, {role})" for role in LEADS.split(", ")),
        update="id IN (SELECT kanaf_mapping_led())",
    ),
    "mapping_teammember": Policy(
        select=READABLE,
        insert="campaign_id IN (SELECT kanaf_mapping_led()) AND added_by = kanaf_actor()",
        update="campaign_id IN (SELECT kanaf_mapping_led())",
    ),
    "mapping_prospect": Policy(
        select=f"{READABLE} OR ({MET})", insert=f"{WRITABLE} AND added_by = kanaf_actor()", update=WRITABLE
    ),
    "mapping_interview": Policy(
        select="campaign_id IN (SELECT kanaf_mapping_edited())", insert=f"{WRITABLE} AND {MINE}"
    ),
    "mapping_workshop": Policy(select=READABLE, insert=f"{WRITABLE} AND {MINE}"),
    "mapping_presence": Policy(select=READABLE, insert=WRITABLE, delete=WRITABLE),
    "mapping_roleclaim": Policy(select=READABLE, insert=f"{WRITABLE} AND {MINE}", delete=WRITABLE),
    "mapping_validation": Policy(
        select=f"{READABLE} OR kanaf_mapping_own(service_id)", insert=ANSWERED, update=CARRIED, check=f"{CARRIED} AND carried_by = kanaf_actor()"
    ),
    "mapping_leastcount": Policy(
        select="true", insert="kanaf_has_role('privacy_officer')", update="kanaf_has_role('privacy_officer')"
    ),
}
CHANGING = {
    "mapping_campaign": "title_fr, title_ar, title_en, first_day, last_day, status, version",
    "mapping_teammember": "left_at",
    "mapping_prospect": "organisation_id, contact, why, status, assigned_to_id, changed_at, version",
    "mapping_validation": "carried_by, carried_at",
    "mapping_leastcount": "valid_to, version",
}


def answering(query):
    return f"BEGIN RETURN QUERY {query}; END"


class Migration(migrations.Migration):
    dependencies = [
        ("mapping", "0001_initial"),
        ("grants", "0002_functions"),
        ("referrals", "0005_conferences_and_sheets"),
        ("actors", "0005_signin"),
    ]

    operations = [
        SqlFunction("kanaf_mapping_led()", "SETOF uuid", answering(LED)),
        SqlFunction("kanaf_mapping_written()", "SETOF uuid", answering(WRITTEN)),
        SqlFunction("kanaf_mapping_edited()", "SETOF uuid", answering(EDITED)),
        SqlFunction("kanaf_mapping_read()", "SETOF uuid", answering(READ)),
        SqlFunction("kanaf_mapping_asked()", "SETOF uuid", answering(ASKED)),
        SqlFunction("kanaf_mapping_own(service_ uuid)", "boolean", OWN),
        SqlFunction("kanaf_same_campaign()", "trigger", SAME, volatility="VOLATILE"),
        SqlFunction(
            "kanaf_mapping_key(subject_ uuid)",
            "boolean",
            "BEGIN RETURN subject_ IN (SELECT kanaf_mapping_read()); END",
        ),
        SqlFunction(
            "kanaf_mapping_new_key(subject_ uuid)",
            "boolean",
            "BEGIN RETURN subject_ IN (SELECT kanaf_mapping_led()); END",
        ),
        SqlFunction(
            "kanaf_referral_pairs(year_ integer, half_ integer)",
            "TABLE(desk_from uuid, desk_to uuid, kind text, number integer, median_days double precision,"
            " declined double precision)",
            PAIRS,
        ),
        *[EnableRowSecurity(table, policy) for table, policy in TABLES.items()],
        *[
            migrations.RunSQL(
                f"REVOKE UPDATE ON {table} FROM kanaf_runtime; GRANT UPDATE ({columns}) ON {table} TO kanaf_runtime",
                migrations.RunSQL.noop,
            )
            for table, columns in CHANGING.items()
        ],
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_{column} BEFORE INSERT OR UPDATE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION kanaf_same_campaign('{above}', '{column}')",
                f"DROP TRIGGER {table}_{column} ON {table}",
            )
            for table, above, column in HANGING
        ],
        migrations.RunSQL(
            "CREATE POLICY foundation_datakey_mapping_select ON foundation_datakey FOR SELECT TO kanaf_runtime"
            " USING (kanaf_mapping_key(subject));"
            " CREATE POLICY foundation_datakey_mapping_insert ON foundation_datakey FOR INSERT TO kanaf_runtime"
            " WITH CHECK (kanaf_mapping_new_key(subject))",
            "DROP POLICY foundation_datakey_mapping_select ON foundation_datakey;"
            " DROP POLICY foundation_datakey_mapping_insert ON foundation_datakey",
        ),
    ]
