"""What every row of the medical part has in common."""

from datetime import datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from kanaf.foundation.ids import new_id
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Level, SubjectKind

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class MedicalQuerySet(models.QuerySet[Row_co]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``policies.can_see_health``."""
        return self.filter(case_id__in=grants.readable(actor, SubjectKind.CASE, Compartment.MEDICAL, Level.READ, at))


class FindingsQuerySet(models.QuerySet[Row_co]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``policies.can_read_findings``: those who write in the medical part, and nobody else."""
        return self.filter(case_id__in=grants.readable(actor, SubjectKind.CASE, Compartment.MEDICAL, Level.WRITE, at))


class Row(models.Model):
    """One row of one file, with who wrote it down and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Medical(Row):
    """Compartment medical: whoever may open the part reads it."""

    objects = MedicalQuerySet.as_manager()

    class Meta:
        abstract = True
