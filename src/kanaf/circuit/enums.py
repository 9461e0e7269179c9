"""The states of a protocol version."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("read by the committee")
    PUBLISHED = "published", _("in force")
    SUPERSEDED = "superseded", _("replaced by a newer version")


class Rung(TextChoices):
    """Whom silence tells, from the person on duty upwards; a rung where nobody stands tells the next one."""

    DUTY = "duty", _("person on duty")
    COVER = "cover", _("absence cover")
    COORDINATOR = "coordinator", _("desk coordinator")
    SUPERVISOR = "supervisor", _("supervisor")
    COMMITTEE_CHAIR = "committee_chair", _("committee chair")
    ANYBODY = "anybody", _("anybody of the desk")
