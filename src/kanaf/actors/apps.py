from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "kanaf.actors"
    label = "actors"
    verbose_name = _("Actors")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kanaf.actors.access import actor_of_request
        from kanaf.foundation.context import set_actor_loader

        set_actor_loader(actor_of_request)
