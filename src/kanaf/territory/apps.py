"""Places, calendars, codelists and dated settings: what a country is, said as data."""

from importlib import import_module

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "kanaf.territory"
    label = "territory"

    def ready(self) -> None:
        """Show our way in the menus."""
        import_module("kanaf.territory.navigation")
