"""Children and the people around them: sealed identities."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "kanaf.persons"
    label = "persons"

    def ready(self) -> None:
        from kanaf.foundation.companions import companions
        from kanaf.persons.matching.finder import answers

        companions.register("index", answers)
