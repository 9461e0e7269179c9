"""The words of the mapping, for templates."""

from django import template

from kanaf.actors.naming import person_name
from kanaf.mapping.access import prospect_name

register = template.Library()
register.filter("actor_name", prospect_name)
register.filter("worker_name", person_name)
