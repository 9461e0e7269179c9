"""Who may read or write which compartment of what, from when until when, and why."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GrantsConfig(AppConfig):
    name = "kanaf.grants"
    label = "grants"

    def ready(self) -> None:
        autodiscover_modules("contents")
