"""Who the actors are, what they do, where nobody does it: the circuit is built with people who sat together."""

from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "kanaf.mapping"
    label = "mapping"
