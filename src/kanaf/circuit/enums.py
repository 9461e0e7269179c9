"""The states of a protocol version."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("read by the committee")
    PUBLISHED = "published", _("in force")
    SUPERSEDED = "superseded", _("replaced by a newer version")
