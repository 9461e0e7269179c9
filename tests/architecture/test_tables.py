"""Every table is classified: what hangs on a person or a file is closed row by row, and one row is one part."""

import pytest
from django.apps import apps
from django.db import connection

from kanaf.grants.contents import contents

pytestmark = pytest.mark.django_db

OPEN_AREAS = {
    "territory",
    "actors",
    "auth",
    "contenttypes",
    "sessions",
    "account",
    "mfa",
    "socialaccount",
    "procrastinate",
}
"""Places, the directory, sign-in and the queue (whose arguments are sealed): no child hangs on these."""

OPEN_TABLES = {
    "foundation_beat": "signs of life",
    "foundation_attempt": "counts behind blind indexes",
    "foundation_cache": "rate limits",
    "grants_rolepower": "what roles can do",
    "django_migrations": "the schema's own history",
}

CASE_PARTS = {"core", "identity", "social", "psychological", "medical", "judicial"}


def tables_with_row_security() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        return {name for (name,) in cursor.fetchall()}


def test_every_table_is_closed_row_by_row_or_has_a_reason_to_be_open():
    closed = tables_with_row_security()
    for table in connection.introspection.table_names():
        area = table.split("_", 1)[0]
        if area in OPEN_AREAS or table.startswith(("django_session", "django_content_type")):
            continue
        assert (table in closed) != (table in OPEN_TABLES), f"{table} must be closed, or classified as open"


def test_row_security_is_enabled_and_never_forced():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity")
        assert cursor.fetchall() == []


def test_every_policy_is_for_the_runtime_roles_only():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unnest(roles)::text FROM pg_policies")
        assert {role for (role,) in cursor.fetchall()} == {"kanaf_runtime"}


def test_every_owner_function_has_a_fixed_search_path_and_no_public_execute():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig::text, has_function_privilege('public', oid, 'execute') FROM pg_proc WHERE prosecdef"
        )
        rows = cursor.fetchall()
    assert {name for name, *_ in rows} >= {"kanaf_can", "kanaf_give", "kanaf_take"}
    for name, config, public in rows:
        assert "search_path=pg_catalog, public, pg_temp" in config, name
        assert not public, name


def test_the_database_knows_that_nobody_has_many_posts():
    """Taken for a thousand, they had every subject read for one question; replacing a function forgets what was said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prorows FROM pg_proc WHERE proname IN ('kanaf_posts', 'kanaf_desks')")
        assert dict(cursor.fetchall()) == {"kanaf_posts": 3, "kanaf_desks": 3}


OF_NO_PART = {
    "cases_repeatedauthor": "an alert about several files, of one supervisor",
    "cases_emergencynotice": "a letter to one person",
}


def test_the_policy_of_a_part_names_exactly_one_part():
    """A row of a file belongs to one compartment: a literal, or the row's own column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE cmd = 'SELECT' AND tablename LIKE 'cases_%'")
        rows = cursor.fetchall()
    assert {table for table, _condition in rows} >= set(OF_NO_PART)
    for table, condition in rows:
        if table in OF_NO_PART:
            continue
        named = {part for part in CASE_PARTS if f"'{part}'" in condition}
        named |= {"identity"} if "kanaf_people()" in condition else set()
        by_column = "compartment" in condition
        assert (len(named) == 1) != by_column, (table, condition)


def test_every_table_of_justice_is_of_the_judicial_part():
    """But for calendar addresses, which belong to the person who made them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE cmd = 'SELECT' AND tablename LIKE 'justice_%'")
        rows = dict(cursor.fetchall())
    assert "account" in rows.pop("justice_calendarfeed")
    assert len(rows) >= 10
    for table, condition in rows.items():
        assert {part for part in CASE_PARTS if f"'{part}'" in condition} == {"judicial"}, table


def test_what_each_part_is_said_to_contain_is_what_the_rows_say():
    """The published list names every table whose rows hang on a part, and the part is that of its rule."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE cmd = 'SELECT'")
        rules = dict(cursor.fetchall())
    hanging = {table for table, rule in rules.items() if "kanaf_can(" in rule or "kanaf_people()" in rule}
    assert hanging == set(contents.keys())
    for table in hanging:
        content, rule = contents.get(table), rules[table]
        named = {part for part in CASE_PARTS if f"'{part}'" in rule}
        if "kanaf_people()" in rule:
            named = {"identity"}
        assert content.says_its_part == (not named), table
        assert content.says_its_part or set(content.parts) == named, table


def test_every_table_of_health_is_of_the_medical_part_and_findings_of_those_who_write_in_it():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE cmd = 'SELECT' AND tablename LIKE 'health_%'")
        rows = dict(cursor.fetchall())
    assert len(rows) == 8
    for table, condition in rows.items():
        assert {part for part in CASE_PARTS if f"'{part}'" in condition} == {"medical"}, table
        assert ("'write'" in condition) == (table == "health_findings"), table


def test_primary_keys_of_closed_tables_are_made_by_the_client():
    closed = tables_with_row_security()
    for model in apps.get_models():
        if model._meta.db_table in closed and model._meta.app_label != "journal":
            for field in getattr(model._meta, "pk_fields", [model._meta.pk])[:1]:
                assert field.get_internal_type() in {"UUIDField", "OneToOneField"}, model
