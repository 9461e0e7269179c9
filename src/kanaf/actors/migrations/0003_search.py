"""Full-text search of the directory in French and Arabic: triggers keep the words, nobody writes them."""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

FOLD = r"""
CREATE OR REPLACE FUNCTION kanaf_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $kanaf$
  SELECT translate(
    regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, words)),
                   '[\u0640\u064B-\u065F\u0670]', '', 'g'),
    'أإآٱىةؤئ', 'اااايهوي')
$kanaf$
"""

QUERY = r"""
CREATE OR REPLACE FUNCTION kanaf_search_query(words text) RETURNS tsquery
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $kanaf$
DECLARE
  folded text := public.kanaf_fold(words);
  starts text;
BEGIN
  SELECT string_agg(token || ':*', ' & ') INTO starts
  FROM regexp_split_to_table(folded, '[^[:alnum:]]+') AS token WHERE token <> '';
  RETURN plainto_tsquery('pg_catalog.french', folded)
      || plainto_tsquery('pg_catalog.arabic', folded)
      || COALESCE(to_tsquery('pg_catalog.simple', starts), ''::tsquery);
END
$kanaf$
"""

INDEX = """
BEGIN
  INSERT INTO actors_servicesearch (service_id, document, letters)
  SELECT s.id,
    setweight(kanaf_words(n.names), 'A') || setweight(kanaf_words(o.names), 'B')
      || setweight(kanaf_words(p.names), 'C') || setweight(kanaf_words(n.descriptions), 'D'),
    kanaf_fold(concat_ws(' ', n.names, o.names, p.names))
  FROM actors_service s
  CROSS JOIN LATERAL (
    SELECT concat_ws(' ', s.name, string_agg(x.name, ' ')) AS names,
      concat_ws(' ', string_agg(x.description, ' '), string_agg(x.eligibility_description, ' ')) AS descriptions
    FROM actors_servicename x WHERE x.service_id = s.id) n
  CROSS JOIN LATERAL (
    SELECT concat_ws(' ', (SELECT concat_ws(' ', b.name, b.alternate_name) FROM actors_organisation b
                           WHERE b.id = s.organisation_id), string_agg(x.name, ' ')) AS names
    FROM actors_organisationname x WHERE x.organisation_id = s.organisation_id) o
  CROSS JOIN LATERAL (
    SELECT string_agg(DISTINCT concat_ws(' ', within.name_fr, within.name_ar), ' ') AS names
    FROM actors_serviceatlocation l
    JOIN actors_site i ON i.id = l.site_id
    JOIN territory_place exact ON exact.id = i.place_id
    JOIN territory_place within ON within.id = ANY (exact.lineage)
    WHERE l.service_id = s.id) p
  WHERE s.id = ANY ($1)
  ON CONFLICT (service_id) DO UPDATE SET document = EXCLUDED.document, letters = EXCLUDED.letters;
END
"""

WORDS = """
CREATE OR REPLACE FUNCTION kanaf_words(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $kanaf$
  SELECT to_tsvector('pg_catalog.french', public.kanaf_fold(COALESCE(words, '')))
      || to_tsvector('pg_catalog.arabic', public.kanaf_fold(COALESCE(words, '')))
      || to_tsvector('pg_catalog.simple', public.kanaf_fold(COALESCE(words, '')))
$kanaf$
"""

BY_SERVICE = "SELECT service_id FROM changed"
BY_ORGANISATION = "SELECT s.id FROM actors_service s JOIN changed c ON s.organisation_id = c.organisation_id"
SOURCES = {
    # table: (which services a change touches, after which commands)
    "actors_service": ("SELECT id FROM changed", ("INSERT", "UPDATE")),
    "actors_servicename": (BY_SERVICE, ("INSERT", "UPDATE", "DELETE")),
    "actors_serviceatlocation": (BY_SERVICE, ("INSERT", "UPDATE", "DELETE")),
    "actors_organisationname": (BY_ORGANISATION, ("INSERT", "UPDATE", "DELETE")),
    "actors_organisation": (
        "SELECT s.id FROM actors_service s JOIN changed c ON s.organisation_id = c.id",
        ("UPDATE",),
    ),
    "actors_site": (
        "SELECT l.service_id FROM actors_serviceatlocation l JOIN changed c ON l.site_id = c.id",
        ("UPDATE",),
    ),
}


def triggers():
    """One statement trigger per table and command; a deletion never brings back a deleted row."""
    for table, (touched, commands) in SOURCES.items():
        for command in commands:
            name = f"{table}_indexes_{command.lower()}"
            rows = "OLD TABLE" if command == "DELETE" else "NEW TABLE"
            known = " WHERE id IN (SELECT service_id FROM actors_servicesearch)" if command == "DELETE" else ""
            yield SqlFunction(
                f"{name}()",
                "trigger",
                f"BEGIN PERFORM kanaf_index_services(ARRAY(SELECT DISTINCT id FROM ({touched}) AS t (id){known}));"
                " RETURN NULL; END",
                volatility="VOLATILE",
            )
            yield migrations.RunSQL(
                f"CREATE OR REPLACE TRIGGER {name} AFTER {command} ON {table} REFERENCING {rows} AS changed"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                f"DROP TRIGGER {name} ON {table}",
            )


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_functions")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION kanaf_fold(text)"),
        migrations.RunSQL(WORDS, "DROP FUNCTION kanaf_words(text)"),
        migrations.RunSQL(QUERY, "DROP FUNCTION kanaf_search_query(text)"),
        SqlFunction("kanaf_index_services(services uuid[])", "void", INDEX, volatility="VOLATILE"),
        *triggers(),
    ]
