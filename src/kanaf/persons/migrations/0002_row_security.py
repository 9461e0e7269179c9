"""A person is read by whoever may open the identity part of a file they are in."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy


def identity(column: str) -> Policy:
    read = f"kanaf_can({column}, 'identity', 'read')"
    write = f"kanaf_can({column}, 'identity', 'write')"
    return Policy(select=read, insert=write, update=write)


class Migration(migrations.Migration):
    dependencies = [("persons", "0001_initial"), ("grants", "0002_functions")]

    operations = [
        EnableRowSecurity("persons_person", identity("id")),
        EnableRowSecurity("persons_identifier", identity("person_id")),
        EnableRowSecurity(
            "persons_nametoken",
            Policy(
                select="kanaf_can(person_id, 'identity', 'read')",
                insert="kanaf_can(person_id, 'identity', 'write')",
                delete="kanaf_can(person_id, 'identity', 'write')",
            ),
        ),
    ]
