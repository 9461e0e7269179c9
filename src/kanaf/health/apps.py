"""Health: examinations asked for and done, medical limits from the incident, certificates, what follows."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "kanaf.health"
    label = "health"

    def ready(self) -> None:
        from kanaf.cases.closing_checks import closing_checks
        from kanaf.cases.requisitions import medical_requisitions
        from kanaf.health.access.folder import still_open
        from kanaf.health.services.requests import receive_requisition

        closing_checks.register("health", still_open)
        medical_requisitions.register("health", receive_requisition)
