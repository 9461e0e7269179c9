"""Children and the people around them: sealed identities."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "kanaf.persons"
    label = "persons"
