"""The circuit: protocol versions, obligations, clocks, escalation."""

from django.apps import AppConfig


class CircuitConfig(AppConfig):
    name = "kanaf.circuit"
    label = "circuit"

    def ready(self) -> None:
        from kanaf.cases.waiting import circuits
        from kanaf.circuit.access import Answers
        from kanaf.circuit.projections import project
        from kanaf.circuit.services import danger, escalation
        from kanaf.foundation.context import SystemActor
        from kanaf.foundation.worker import Round, rounds
        from kanaf.journal.services import projections

        projections.register("circuit", project)
        rounds.register("danger", Round(10, SystemActor.CLOCK, danger.tell_danger))
        rounds.register("silence", Round(10, SystemActor.CLOCK, escalation.escalate))
        rounds.register("duty", Round(600, SystemActor.CLOCK, escalation.tell_uncovered_shifts))
        rounds.register("alert mails", Round(30, SystemActor.CLOCK, escalation.mail_alerts))
        circuits.register("circuit", Answers())
