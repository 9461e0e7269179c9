"""People: sealed identities. A person is not a file, and lives on when a file closes."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedDate, SealedText
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Level
from kanaf.grants.models import SubjectLink
from kanaf.persons.enums import IdentifierScheme, Sex

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class PersonQuerySet(models.QuerySet["Person"]):
    """The SQL twin of the rule: a person is read by whoever reads the identity part of a file they are in."""

    def readable_by(self, actor: "Actor", at: datetime, among: Collection[UUID] | None = None) -> Self:
        """Where ``among`` is given, those of them: the database then looks at their links alone."""
        return self._open_to(actor, [Level.READ, Level.WRITE], Level.READ, at, among)

    def writable_by(self, actor: "Actor", at: datetime) -> Self:
        return self._open_to(actor, [Level.WRITE], Level.WRITE, at)

    def _open_to(
        self, actor: "Actor", linked: list[Level], level: Level, at: datetime, among: Collection[UUID] | None = None
    ) -> Self:
        files = grants.readable_in(actor, ["case", "report"], Compartment.IDENTITY, level, at)
        links = SubjectLink.objects.filter(ended_at=None, compartment=Compartment.IDENTITY, level__in=linked)
        reached = links.filter(through_id__in=files)
        if among is None:
            return self.filter(id__in=reached.values("subject_id"))
        return self.filter(id__in=reached.filter(subject_id__in=among).values("subject_id")).filter(id__in=among)


class Person(models.Model):
    """A child or somebody around a child. Names are kept as given, in either script; age may be an estimate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    given_name = SealedText(_("given name"), key="id")
    family_name = SealedText(_("family name"), key="id")
    given_name_ar = SealedText(_("given name in Arabic"), key="id")
    family_name_ar = SealedText(_("family name in Arabic"), key="id")
    nickname = SealedText(_("nickname"), key="id")
    father_name = SealedText(_("father’s name"), key="id")
    mother_name = SealedText(_("mother’s name"), key="id")
    born_on = SealedDate(_("date of birth"), key="id")
    born_said = SealedText(_("birth as it was said"), key="id")
    """Where less than a day is known: a year, a month (2015-03), an age on a day (9@2026-11-29)."""
    is_birth_estimated = models.BooleanField(_("the date of birth is an estimate"), default=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    phone = SealedText(_("telephone"), key="id")
    address = SealedText(_("address"), key="id")
    commune = SealedText(_("commune"), key="id")
    """The code of a place."""
    nationality = SealedText(_("nationality"), key="id")
    languages = models.CharField(_("languages"), max_length=60, blank=True)
    registered_at = models.DateTimeField(_("registered at"))
    compared_at = models.DateTimeField(null=True, help_text="when the clock looked for other records of the person")
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    """The record that stands for both, once somebody said that they are one person; this one is kept as it was."""
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="person_to_compare", fields=["registered_at"], condition=models.Q(compared_at=None)),
        ]

    @property
    def name(self) -> str:
        """The name in the script that was given, Latin first; a nickname when nothing else is known."""
        latin = " ".join(part for part in (self.given_name, self.family_name) if part)
        return latin or self.name_ar or (f"« {self.nickname} »" if self.nickname else "")

    @property
    def name_ar(self) -> str:
        return " ".join(part for part in (self.given_name_ar, self.family_name_ar) if part)

    def age_on(self, day: date) -> int | None:
        """Full years on a day, or ``None`` when no birth date is known, even roughly."""
        born = self.born_on
        if not born:
            return None
        years: int = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return years


class Identifier(models.Model):
    """A number that names a person: sealed, and found again through a blind index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(_("kind"), max_length=12, choices=IdentifierScheme.choices)
    value = SealedText(_("number"), key="person_id")
    blind = models.BinaryField(db_index=True)
