"""Closed vocabularies about people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    GIRL = "f", _("female")
    BOY = "m", _("male")
    UNKNOWN = "u", _("not known")


class IdentifierScheme(TextChoices):
    NATIONAL_ID = "cnie", _("national identity card")
    SOCIAL_REGISTER = "idcs", _("social register number")
    PUPIL = "massar", _("pupil number")
    BIRTH_ACT = "birth_act", _("birth record")
    PASSPORT = "passport", _("passport")
    PHONE = "phone", _("telephone")
