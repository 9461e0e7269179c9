"""Two records that may be one person: the pair, what joined them, and the word that goes to another desk."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Asked, KnownAnswer, MergeState, PairFinder, PairOutcome
from kanaf.cases.models.files import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants import access as grants
from kanaf.persons.models import Person

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class PersonPairQuerySet(models.QuerySet["PersonPair"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``duplicates.policies.can_read``: whoever reads both people."""
        people = Person.objects.readable_by(actor, at).values("id")
        return self.filter(one_id__in=people, other_id__in=people)


class PersonPair(models.Model):
    """Compartment identity. ``one`` is the lower id, so that a pair is written once.

    ``outcome`` is remembered: people told apart are never asked about again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    probability = models.FloatField(help_text="from 0 to 1, as it was found")
    found_by = models.CharField(max_length=12, choices=PairFinder.choices)
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=5, choices=PairOutcome.choices, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = PersonPairQuerySet.as_manager()

    class Meta:
        ordering = ["-probability", "id"]
        indexes = [
            models.Index(name="pair_of_other", fields=["other"]),
            models.Index(name="pair_open", fields=["one"], condition=models.Q(outcome="")),
        ]
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["one", "other"]),
            models.CheckConstraint(name="pair_in_order", condition=models.Q(one__lt=models.F("other"))),
            models.CheckConstraint(
                name="pair_decided_by",
                condition=models.Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        people = Person.objects.readable_by(actor, at).values("id")
        return self.filter(kept_id__in=people, absorbed_id__in=people)


class PersonMerge(models.Model):
    """Compartment identity: one record that stands for two, and all that is needed to take them apart again.

    ``record`` is sealed under the key of the record that is kept: which fields come from the other one and, once
    done, what each held before and after. ``moved`` are the parts in files that went over, ``ended`` those that the
    kept record had already.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="+")
    pair = models.ForeignKey(PersonPair, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=MergeState.choices, default=MergeState.PROPOSED)
    record = SealedText(key="kept_id")
    moved = ArrayField(models.UUIDField(), default=list)
    ended = ArrayField(models.UUIDField(), default=list)
    proposed_by = models.UUIDField()
    proposed_desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    why_undone = SealedText(_("why they are taken apart"), key="kept_id")

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "id"]
        indexes = [models.Index(name="merge_of_kept", fields=["kept"])]
        constraints = [
            models.UniqueConstraint(
                name="merge_once",
                fields=["pair"],
                condition=models.Q(state__in=[MergeState.PROPOSED, MergeState.DONE]),
            ),
            models.UniqueConstraint(
                name="merge_absorbed_once", fields=["absorbed"], condition=models.Q(state=MergeState.DONE)
            ),
            models.CheckConstraint(name="merge_of_two", condition=~models.Q(kept=models.F("absorbed"))),
        ]


class KnownElsewhereQuerySet(models.QuerySet["KnownElsewhere"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``duplicates.policies``: the desk that leads the file; after its answer, the other one.

        Whoever one of the two files is hidden from is told by neither desk.
        """
        led = Case.objects.filter(
            id__in=grants.readable(actor, "case", "identity", "read", at), lead_desk_id__in=actor.desk_ids
        ).values("id")
        answered = models.Q(answer=KnownAnswer.CALL, through_id__in=led)
        hidden = grants.hidden_from(actor)
        apart = models.Q(case_id__in=hidden) | models.Q(through_id__in=hidden)
        return self.exclude(apart).filter(models.Q(case_id__in=led) | answered)


class KnownElsewhere(models.Model):
    """Compartment identity: somebody written down at another desk may be the child of this file.

    Only the desk that leads ``case`` is told. Whoever wrote down ``newcomer`` learns of it by an answer alone.
    ``facts`` says which fields agree, and holds no value of any.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    newcomer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    through = models.ForeignKey(Case, models.PROTECT, related_name="+", help_text="the file they were written down in")
    probability = models.FloatField()
    facts = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    answer = models.CharField(max_length=6, choices=KnownAnswer.choices, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when the other desk said that it had called")

    objects = KnownElsewhereQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "id"]
        indexes = [models.Index(name="known_through", fields=["through"])]
        constraints = [
            models.UniqueConstraint(name="known_once", fields=["case", "person", "newcomer", "through"]),
        ]


class DuplicateNotice(models.Model):
    """A mail that one person is to get about one thing, once; no page shows it, and only the clock reads it.

    ``subject`` is the joining, the word or the pair. A notice whose time comes when there is nothing left to do, or
    when the person may not do it any more, is taken away unsent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(max_length=6, choices=Asked.choices)
    subject = models.UUIDField()
    person = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    mail_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="duplicate_told_once", fields=["about", "subject", "person"])]
        indexes = [models.Index(name="duplicate_to_mail", fields=["mail_at"], condition=models.Q(mailed_at=None))]
