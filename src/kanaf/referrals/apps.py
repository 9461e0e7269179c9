"""Hand-overs from desk to desk."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "kanaf.referrals"
    label = "referrals"

    def ready(self) -> None:
        from kanaf.cases.closing_checks import closing_checks
        from kanaf.cases.conflict_ends import conflict_ends
        from kanaf.cases.consent_ends import consent_ends
        from kanaf.foundation.context import SystemActor
        from kanaf.foundation.worker import Round, rounds
        from kanaf.referrals.access import still_open
        from kanaf.referrals.conferences.access import still_to_do
        from kanaf.referrals.services import end_for_consent
        from kanaf.referrals.services_conflicts import end_for_conflict
        from kanaf.referrals.tasks import expire

        closing_checks.register("referrals", still_open)
        closing_checks.register("conferences", still_to_do)
        consent_ends.register("referrals", end_for_consent)
        conflict_ends.register("referrals", end_for_conflict)
        rounds.register("referrals that lapse", Round(300, SystemActor.CLOCK, expire))
