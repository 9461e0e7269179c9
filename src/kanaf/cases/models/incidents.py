"""What happened, as far as known: several incidents may be in one file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import HappenedPrecision
from kanaf.cases.models.files import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText


class Incident(models.Model):
    """Compartment social: coded form of violence, when, where, relation of the author."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    form = models.CharField(_("form of violence"), max_length=20, help_text="codelist violence_form")
    happened_at = models.DateTimeField(_("when"), null=True)
    happened_until = models.DateTimeField(_("until"), null=True)
    precision = models.CharField(max_length=8, choices=HappenedPrecision.choices)
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", null=True)
    place_kind = models.CharField(_("kind of place"), max_length=40, blank=True, help_text="codelist occurrence_place")
    author_relation = models.CharField(max_length=40, blank=True, help_text="codelist author_relation")
    author_is_minor = models.BooleanField(_("the author is under 18"), null=True)
    is_online = models.BooleanField(_("online"), default=False)
    is_danger_now = models.BooleanField(_("immediate danger"), default=False)
    needs_medical_clock = models.BooleanField(_("72 h and 120 h medical limits apply"), default=False)
    narrative = SealedText(_("what happened, in the person's words"), key="case_id")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
