"""Reports, files, incidents, consent, assessments, plans, contacts, documents."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kanaf.cases"
    label = "cases"

    def ready(self) -> None:
        from kanaf.cases import concerns  # noqa: F401 - declares the handler
