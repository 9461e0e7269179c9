"""What was done and seen: contacts, notes, attachments. Each row names its one compartment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import ContactKind
from kanaf.cases.models.files import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants.enums import Compartment


class Contact(models.Model):
    """A meeting, a visit or a call; its compartment is the row's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=20, choices=Compartment.choices, default=Compartment.SOCIAL)
    kind = models.CharField(_("kind"), max_length=16, choices=ContactKind.choices)
    at = models.DateTimeField(_("when"))
    child_seen = models.BooleanField(_("the child was seen"), default=False)
    child_alone = models.BooleanField(_("the child was heard alone"), default=False)
    note = SealedText(_("what was seen and said"), key="case_id")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class Note(models.Model):
    """A note in one compartment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    compartment = models.CharField(_("part of the file"), max_length=20, choices=Compartment.choices)
    text = SealedText(_("note"), key="case_id")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class Attachment(models.Model):
    """A document: checked, stripped of what it says about its maker, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    compartment = models.CharField(_("part of the file"), max_length=20, choices=Compartment.choices)
    title = SealedText(_("title"), key="case_id")
    stored = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(_("size in bytes"))
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
