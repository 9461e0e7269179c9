"""Who holds which post now: the questions that every row-level rule asks."""

from django.db import migrations

from kanaf.actors.enums import INSTANCE_ROLES
from kanaf.foundation.rls import SqlFunction

STANDS_FOR = """
DECLARE me uuid := kanaf_actor();
BEGIN
  IF me IS NULL OR NOT EXISTS (SELECT FROM actors_account a WHERE a.id = me AND a.is_active) THEN
    RETURN '{}'::uuid[];
  END IF;
  RETURN me || ARRAY(
    SELECT x.account_id FROM actors_absence x JOIN actors_account a ON a.id = x.account_id
    WHERE x.covered_by_id = me AND x.since <= now() AND x.until > now() AND a.is_active);
END
"""

VALID = """
m.account_id = ANY (people)
    AND m.since <= (now() AT TIME ZONE 'UTC')::date
    AND (m.until IS NULL OR m.until > (now() AT TIME ZONE 'UTC')::date)
"""

POSTS = f"""
DECLARE people uuid[] := kanaf_stands_for();
BEGIN
  RETURN QUERY SELECT DISTINCT m.desk_id, m.role::text FROM actors_membership m WHERE {VALID};
END
"""

DESKS = f"""
DECLARE people uuid[] := kanaf_stands_for();
BEGIN
  RETURN QUERY SELECT DISTINCT m.desk_id FROM actors_membership m WHERE {VALID};
END
"""


def asks(condition: str) -> str:
    """A yes or no about the posts held now."""
    return f"""
DECLARE people uuid[] := kanaf_stands_for();
BEGIN
  RETURN EXISTS (SELECT FROM actors_membership m WHERE {condition} AND {VALID});
END
"""


BEYOND_ONE_DESK = ", ".join(f"'{role.value}'" for role in sorted(INSTANCE_ROLES))

# The twins of ``can_give_role`` and ``can_name_cover``: nobody gives a post to herself, nor stands in by her own word.
MAY_GIVE = f"""
BEGIN
  RETURN account IS DISTINCT FROM kanaf_actor() AND (
    kanaf_has_role('system_administrator')
    OR (kanaf_desk_role($1, 'desk_coordinator') AND $2 NOT IN ({BEYOND_ONE_DESK})));
END
"""

MAY_COVER = f"""
DECLARE people uuid[] := ARRAY[absent];
BEGIN
  RETURN stand_in IS DISTINCT FROM kanaf_actor()
    AND EXISTS (SELECT FROM actors_account a WHERE a.id = absent AND a.is_active)
    AND EXISTS (SELECT FROM actors_membership m WHERE {VALID})
    AND (kanaf_has_role('system_administrator') OR NOT EXISTS (
      SELECT FROM actors_membership m
      WHERE {VALID} AND NOT kanaf_may_give(m.desk_id, m.role::text, NULL)));
END
"""


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial"), ("foundation", "0001_initial")]

    operations = [
        SqlFunction("kanaf_stands_for()", "uuid[]", STANDS_FOR),
        SqlFunction("kanaf_posts()", "TABLE(desk uuid, role text)", POSTS),
        SqlFunction("kanaf_desks()", "SETOF uuid", DESKS),
        SqlFunction("kanaf_member_of(desk uuid)", "boolean", asks("m.desk_id = $1")),
        SqlFunction("kanaf_has_role(role text)", "boolean", asks("m.role = $1")),
        SqlFunction("kanaf_desk_role(desk uuid, role text)", "boolean", asks("m.desk_id = $1 AND m.role = $2")),
        SqlFunction("kanaf_may_give(desk uuid, role text, account uuid)", "boolean", MAY_GIVE),
        SqlFunction("kanaf_may_cover(absent uuid, stand_in uuid)", "boolean", MAY_COVER),
    ]
