"""Conventions between organisations: who promised what, until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kanaf.actors.enums import AgreementStatus
from kanaf.foundation.ids import new_id


class Agreement(models.Model):
    """A partnership agreement; its status is decided, its end also by its date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    title_ar = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=8, choices=AgreementStatus.choices, default=AgreementStatus.DRAFT)
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    parties = models.ManyToManyField("actors.Organisation", through="actors.AgreementParty", related_name="agreements")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_signed_has_a_date",
                condition=Q(status=AgreementStatus.DRAFT) | Q(signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]


class AgreementParty(models.Model):
    """One signatory, and in what quality."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories")
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="signatures")
    quality = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agreement_party_once", fields=["agreement", "organisation"]),
        ]


class Commitment(models.Model):
    """One promise of one party."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="commitments")
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="commitments")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
