"""One person named as alleged author in several files: what may show it, and the one alert that says it."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Sameness
from kanaf.cases.models.files import CaseParty
from kanaf.foundation.ids import new_id

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class AuthorTrace(models.Model):
    """The keyed traces of one alleged author. No row is ever shown to anybody: the clock alone compares them."""

    party = models.OneToOneField(CaseParty, models.PROTECT, primary_key=True, related_name="+")
    traces = ArrayField(models.BinaryField())
    named_by = models.UUIDField()
    looked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            GinIndex(name="authortrace_traces", fields=["traces"]),
            models.Index(name="authortrace_new", fields=["looked_at"], condition=models.Q(looked_at=None)),
        ]


class RepeatedAuthorQuerySet(models.QuerySet["RepeatedAuthor"]):
    def readable_by(self, actor: "Actor") -> Self:
        """The SQL twin of ``policies_conflicts.can_read_alert``: the one supervisor it was given to."""
        return self.filter(supervisor_id=actor.id) if actor.is_active else self.none()


class RepeatedAuthor(models.Model):
    """The alert: files and people stay unnamed in it. One supervisor without conflict reads it, and nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supervisor = models.ForeignKey("actors.Account", models.PROTECT, related_name="+", null=True)
    raised_at = models.DateTimeField(_("noticed at"))
    due_at = models.DateTimeField(_("to decide before"))
    decision = models.CharField(_("decision"), max_length=9, choices=Sameness.choices, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = RepeatedAuthorQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="repeatedauthor_of", fields=["supervisor", "decided_at"])]
        constraints = [
            models.CheckConstraint(
                name="repeatedauthor_decided",
                condition=models.Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
            )
        ]


class RepeatedAuthorFile(models.Model):
    """One of the files of an alert. Narrow functions alone read it, and say of it what the reader may know."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(RepeatedAuthor, models.PROTECT, related_name="+")
    party = models.ForeignKey(CaseParty, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="repeatedauthorfile_once", fields=["alert", "party"])]
