"""Whoever opened a file in an emergency reads the people in it; never their numbers, and no search finds them."""

from django.db import migrations

from kanaf.foundation.rls import EnableRowSecurity, Policy

READ = "kanaf_can(id, 'identity', 'read') OR id IN (SELECT kanaf_in_emergency())"
WRITE = "kanaf_can(id, 'identity', 'write')"


class Migration(migrations.Migration):
    dependencies = [("persons", "0003_search_rules"), ("grants", "0005_emergency")]

    operations = [EnableRowSecurity("persons_person", Policy(select=READ, insert=WRITE, update=WRITE))]
