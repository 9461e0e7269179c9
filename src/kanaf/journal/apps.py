"""What happened, to what, by whom, sealed in a chain."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kanaf.journal"
    label = "journal"

    def ready(self) -> None:
        from kanaf.foundation.context import SystemActor
        from kanaf.foundation.middleware import on_refusal
        from kanaf.foundation.worker import Round, rounds
        from kanaf.journal.chain import seal_some
        from kanaf.journal.services import note_refusal

        on_refusal(note_refusal)
        rounds.register("seal", Round(1, SystemActor.SEALER, seal_some))
