"""The circuit: protocol versions, obligations, clocks, escalation."""

from django.apps import AppConfig


class CircuitConfig(AppConfig):
    name = "kanaf.circuit"
    label = "circuit"

    def ready(self) -> None:
        from kanaf.cases.waiting import circuits
        from kanaf.circuit.access import Answers
        from kanaf.circuit.projections import project
        from kanaf.journal.services import projections

        projections.register("circuit", project)
        circuits.register("circuit", Answers())
