"""Protocol versions, which version a file follows, and what is owed: the materialised value of a pure function."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kanaf.circuit.enums import VersionStatus
from kanaf.foundation.ids import new_id


class ProtocolVersion(models.Model):
    """One version of the protocol of a dispositif, as the text that people read; once published it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispositif = models.SlugField(_("dispositif"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    country = models.CharField(_("country"), max_length=2)
    places = ArrayField(models.CharField(max_length=20), verbose_name=_("places covered"), default=list, blank=True)
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=64, editable=False)
    written_by = models.UUIDField(editable=False)
    written_at = models.DateTimeField(editable=False)
    published_by = models.UUIDField(null=True, editable=False)
    published_at = models.DateTimeField(_("in force since"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["dispositif", "-number"]
        constraints = [
            models.UniqueConstraint(name="protocol_number_once", fields=["dispositif", "number"]),
            models.UniqueConstraint(
                name="protocol_one_in_force", fields=["dispositif"], condition=Q(status=VersionStatus.PUBLISHED)
            ),
            models.CheckConstraint(
                name="protocol_published_by_somebody",
                condition=Q(status__in=[VersionStatus.DRAFT, VersionStatus.REVIEW])
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispositif} {self.number}"


class FollowedProtocol(models.Model):
    """The version that a file, a report or a complaint follows, since when and why."""

    file = models.UUIDField(primary_key=True, editable=False)
    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)


class Obligation(models.Model):
    """What one desk owes to one file. ``number`` is its place among those of the file, in the order they began.

    ``steps_at`` are the moments at which silence tells somebody; ``steps_done`` of them have been dealt with.
    """

    pk = models.CompositePrimaryKey("file", "number")
    file = models.UUIDField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+")
    rule = models.SlugField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    desk = models.UUIDField(_("desk"), null=True)
    risk = models.CharField(max_length=6)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    ended_at = models.DateTimeField(null=True)
    is_done = models.BooleanField(default=False)
    steps_at = ArrayField(models.DateTimeField(), default=list)
    steps_done = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="obligation_done_means_ended", condition=Q(is_done=False) | Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(
                name="obligation_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
        ]
        indexes = [
            models.Index(name="obligation_of_desk", fields=["desk", "due_at"], condition=Q(ended_at=None)),
            models.Index(name="obligation_next_step", fields=["next_step_at"], condition=Q(next_step_at__isnull=False)),
        ]
