"""Who may read or write which compartment of what, from when until when, and why."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "kanaf.grants"
    label = "grants"
