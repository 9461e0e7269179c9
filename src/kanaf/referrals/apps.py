"""Hand-overs from desk to desk."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "kanaf.referrals"
    label = "referrals"

    def ready(self) -> None:
        from kanaf.cases.closing_checks import closing_checks
        from kanaf.referrals.access import still_open

        closing_checks.register("referrals", still_open)
