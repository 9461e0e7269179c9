"""Certificates, and to whom they were handed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.vault.fields import SealedText
from kanaf.health.enums import CertificateKind, CopyTo
from kanaf.health.models.base import Medical
from kanaf.health.models.requests import Request


class Certificate(Medical):
    """Its date, its days of incapacity and who paid for it; what it says of the body stays on paper."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=CertificateKind.choices)
    issued_on = models.DateField(_("issued on"))
    number = SealedText(_("number"), key="case_id")
    incapacity_days = models.PositiveSmallIntegerField(_("days of incapacity"), null=True)
    is_free = models.BooleanField(_("free of charge"))
    paid_by = models.CharField(_("paid by"), max_length=20, blank=True, help_text="codelist certificate_payer")
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_free_or_paid_by_somebody",
                condition=models.Q(is_free=True, paid_by="", amount__isnull=True)
                | (models.Q(is_free=False) & ~models.Q(paid_by="")),
            )
        ]


class Copy(Medical):
    """One copy handed over."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    to = models.CharField(_("handed to"), max_length=12, choices=CopyTo.choices)
    on = models.DateField(_("on"))
