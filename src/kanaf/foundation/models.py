"""Keys, drafts, answers already given, sealed mails: what the foundation stores for every area."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id


class DataKey(models.Model):
    """The wrapped key of one subject. ``wrapped`` is null once destroyed."""

    subject = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    ring_key = models.CharField(max_length=20)
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="datakey_destroyed_or_whole",
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
            )
        ]


class EphemeralKey(models.Model):
    """A key that lives some days: what it sealed cannot outlive it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    ring_key = models.CharField(max_length=20)
    wrapped = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="ephemeral_one_a_day", fields=["purpose", "days", "made_on"])]


class Draft(models.Model):
    """What somebody typed and has not sent, kept for a week under a key that expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.UUIDField()
    form = models.CharField(max_length=200)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="draft_one_per_form", fields=["owner", "form"])]


class Answer(models.Model):
    """The answer already given to a form: a retry or a double click gets it again and changes nothing."""

    key = models.UUIDField(primary_key=True, editable=False)
    owner = models.UUIDField()
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField(null=True)
    sealed = models.BinaryField(null=True)
    at = models.DateTimeField()


class SealedMail(models.Model):
    """A mail waiting to leave, sealed until then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)


class Beat(models.Model):
    """The last sign of life of a background process, for ``/healthz`` and ``doctor``."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Attempt(models.Model):
    """How often one source tried one thing in one window; the source is a blind index, never an address."""

    source = models.BinaryField()
    action = models.CharField(max_length=40)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="attempt_one_per_window", fields=["source", "action", "window"])]
