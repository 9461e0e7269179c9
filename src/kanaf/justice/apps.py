"""Justice: the decision to report, procedures, hearings, measures, stays."""

from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "kanaf.justice"
    label = "justice"

    def ready(self) -> None:
        from kanaf.cases.closing_checks import closing_checks
        from kanaf.cases.requisitions import requisitions_met
        from kanaf.justice.access.folder import still_open
        from kanaf.justice.services.met import meet_requisition

        closing_checks.register("justice", still_open)
        requisitions_met.register("justice", meet_requisition)
