"""Coordination committees: who sits, what was decided, who does it."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "kanaf.committees"
    label = "committees"
