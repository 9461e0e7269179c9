"""The restricted annex: individual files by their code, their stage and what blocks them. No name, no narrative."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Stage
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText

if TYPE_CHECKING:
    from kanaf.committees.models.committees import Committee


class AnnexItem(models.Model):
    """One file before the committee. Every other column is a code or an id: no name could be typed into any box."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee: "models.ForeignKey[Committee, Committee]" = models.ForeignKey(
        "committees.Committee", models.PROTECT, related_name="+"
    )
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, related_name="+")
    code = SealedText(_("code of the file"), key="annex_key")
    file = models.UUIDField(null=True, editable=False)
    stage = models.CharField(_("stage"), max_length=1, choices=Stage.choices)
    blocker = models.CharField(_("what blocks"), max_length=40, help_text="codelist committee_blocker")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("brought by"))
    brought_by = models.UUIDField()
    brought_at = models.DateTimeField()
    outcome = models.CharField(_("what was agreed"), max_length=40, blank=True, help_text="codelist committee_outcome")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["brought_at", "id"]

    @property
    def annex_key(self) -> UUID:
        """The subject of the key that the people bound by secrecy have, and nobody else."""
        return self.committee.annex
