"""Home, desk and file pages, search, demonstration: composes the areas below."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kanaf.portal"
    label = "portal"
