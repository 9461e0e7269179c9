"""One more actor that is nobody: the index of people, which alone reads everybody."""

from django.db import migrations

from kanaf.foundation.context import SystemActor
from kanaf.foundation.rls import SqlFunction

NAMED = " ".join(f"WHEN '{actor.name.lower()}' THEN '{actor.value}'::uuid" for actor in SystemActor)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        SqlFunction(
            "kanaf_is_system(name text)", "boolean",
            f"BEGIN RETURN coalesce(kanaf_actor() = CASE name {NAMED} END, false)"
            " AND (name = 'public' OR session_user <> 'kanaf_web'); END",
        ),
    ]  # fmt: skip
