"""Reports, files, incidents, consent, assessments, plans, contacts, documents."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kanaf.cases"
    label = "cases"

    def ready(self) -> None:
        from kanaf.cases import concerns  # noqa: F401 - declares the handler
        from kanaf.cases.conflict_ends import conflict_ends
        from kanaf.cases.consent_ends import consent_ends
        from kanaf.cases.duplicates import notices
        from kanaf.cases.duplicates.parting import part_for_conflict, part_for_consent
        from kanaf.cases.duplicates.rounds import compare_newcomers, sweep_at_night
        from kanaf.cases.emergency.rounds import go_round
        from kanaf.cases.tasks import compare_authors, watch_consents
        from kanaf.foundation.context import SystemActor
        from kanaf.foundation.worker import Round, rounds

        conflict_ends.register("records joined with those of other files", part_for_conflict)
        consent_ends.register("records joined with those of other files", part_for_consent)
        rounds.register("consents that end", Round(300, SystemActor.CLOCK, watch_consents))
        rounds.register("emergency accesses", Round(15, SystemActor.CLOCK, go_round))
        rounds.register("people written down twice", Round(30, SystemActor.CLOCK, compare_newcomers))
        rounds.register("everybody compared at night", Round(600, SystemActor.CLOCK, sweep_at_night))
        rounds.register("mails about people written down twice", Round(30, SystemActor.CLOCK, notices.go_round))
        rounds.register("authors named in several files", Round(60, SystemActor.CLOCK, compare_authors))
