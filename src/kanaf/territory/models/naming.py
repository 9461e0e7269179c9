"""What every row with a name in three languages, or with a period of validity, has in common."""

from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(row: object, stem: str) -> str:
    """The words of the active language; French, the language of most sources, where they are missing."""
    wanted = (get_language() or "fr")[:2]
    found = getattr(row, f"{stem}_{wanted}", "") or getattr(row, f"{stem}_fr") or getattr(row, f"{stem}_ar")
    return str(found)


AnyDated_co = TypeVar("AnyDated_co", bound=models.Model, covariant=True)


class Labelled(models.Model):
    """A row that people read in their own language."""

    label_fr = models.CharField(_("wording in French"), max_length=200)
    label_ar = models.CharField(_("wording in Arabic"), max_length=200)
    label_en = models.CharField(_("wording in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        return in_language(self, "label")


class Versioned(models.Model):
    """A row that two people may edit at once; the number says which state somebody was looking at."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[AnyDated_co]):
    """Rows asked for at a date."""

    def in_force(self, on: date) -> Self:
        """The rows that apply on that day; both ends of a period are included."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=on))


class Dated(models.Model):
    """A setting with a period, a source, and whether somebody checked the source."""

    valid_from = models.DateField(_("applies from"), null=True, blank=True)
    valid_to = models.DateField(_("applies until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    verified = models.BooleanField(_("source checked"), default=False)

    class Meta:
        abstract = True


def period() -> Func:
    """The days on which a dated row applies, as PostgreSQL's range."""
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField())


def period_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
    )


OVERLAPS = RangeOperators.OVERLAPS
EQUAL = RangeOperators.EQUAL
