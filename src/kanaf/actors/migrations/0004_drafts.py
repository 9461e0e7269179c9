"""A draft is read by its author and by the directory editors; another person than its author decides."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy


class Migration(migrations.Migration):
    dependencies = [("actors", "0003_search")]

    operations = [
        EnableRowSecurity(
            "actors_directorydraft",
            Policy(
                select="author_id = kanaf_actor() OR kanaf_has_role('directory_editor')",
                insert="author_id = kanaf_actor() AND EXISTS (SELECT kanaf_desks())",
                update="author_id <> kanaf_actor() AND kanaf_has_role('directory_editor')",
                delete=None,
            ),
        ),
    ]
