"""Hand-overs from desk to desk."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "kanaf.referrals"
    label = "referrals"

    def ready(self) -> None:
        from kanaf.cases.closing_checks import closing_checks
        from kanaf.cases.consent_ends import consent_ends
        from kanaf.referrals.access import still_open
        from kanaf.referrals.services import end_for_consent

        closing_checks.register("referrals", still_open)
        consent_ends.register("referrals", end_for_consent)
