"""Somebody has one post, or a few: told so, the database goes from them to their files.

A function that returns rows is taken for a thousand of them. To find the files of a thousand desks, PostgreSQL read
every subject there is, for each question whether somebody may read something.
"""

from django.db import migrations

FEW = ("kanaf_posts()", "kanaf_desks()")


class Migration(migrations.Migration):
    dependencies = [("actors", "0005_signin")]

    operations = [
        migrations.RunSQL(f"ALTER FUNCTION {name} ROWS 3", f"ALTER FUNCTION {name} ROWS 1000") for name in FEW
    ]
