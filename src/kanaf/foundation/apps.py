"""The ground floor: it knows no child, no area, no role."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    name = "kanaf.foundation"
    label = "foundation"

    def ready(self) -> None:
        autodiscover_modules("navigation")
