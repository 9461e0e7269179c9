"""Open vocabularies: lists of codes that a territory may lengthen without a programmer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.territory.models.naming import Dated, DatedQuerySet, Labelled, Versioned, period_in_order


class Codelist(Labelled):
    """One vocabulary; ``classification`` names the official list it follows, if there is one."""

    scheme = models.SlugField(_("scheme"), primary_key=True, max_length=40)
    classification = models.CharField(_("official classification"), max_length=100, blank=True)

    class Meta:
        ordering = ["scheme"]

    @property
    def local_prefix(self) -> str:
        """Codes that are ours must not be taken for the official ones."""
        return "L-" if self.classification else ""


class CodelistEntry(Labelled, Dated, Versioned):
    """One code; it is never deleted, only ended, because files hold it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    codelist = models.ForeignKey(Codelist, models.PROTECT, verbose_name=_("list"), related_name="entries")
    code = models.CharField(_("code"), max_length=40)
    parent = models.CharField(_("under the code"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    official = models.BooleanField(_("code of the official classification"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["codelist", "order", "code"]
        constraints = [
            models.UniqueConstraint(name="entry_code_once_a_list", fields=["codelist", "code"]),
            period_in_order("entry_period_in_order"),
        ]
