"""The states of meetings, of minutes and of what was decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingStatus(TextChoices):
    CONVENED = "convened", pgettext_lazy("a meeting", "convened")
    HELD = "held", pgettext_lazy("a meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("a meeting", "cancelled")


class Presence(TextChoices):
    MEMBER = "member", _("the member came")
    SUBSTITUTE = "substitute", _("a substitute came")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")
    GUEST = "guest", _("guest")


REPRESENTED = (Presence.MEMBER, Presence.SUBSTITUTE)
"""A seat counts when one of these two sat in it."""


class MinutesStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "to be adopted")
    ADOPTED = "adopted", pgettext_lazy("minutes", "adopted")


class ActionState(TextChoices):
    OPEN = "open", pgettext_lazy("an action", "to do")
    DONE = "done", pgettext_lazy("an action", "done")
    DROPPED = "dropped", pgettext_lazy("an action", "given up")


class Progress(TextChoices):
    """How far an action of the plan has come, said by its owner."""

    PLANNED = "planned", pgettext_lazy("an action", "not begun")
    UNDER_WAY = "under_way", pgettext_lazy("an action", "under way")
    DONE = "done", pgettext_lazy("an action", "done")
    DROPPED = "dropped", pgettext_lazy("an action", "given up")
