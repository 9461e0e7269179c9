"""Closed vocabularies of health; what doctors and countries change is in codelists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LimitKey(TextChoices):
    """The three limits that run from the incident."""

    PEP = "pep", _("preventive treatment against HIV")
    FORENSIC = "forensic", _("forensic samples")
    CONTRACEPTION = "contraception", _("emergency contraception")


DELAY_OF = {key: f"medical_{key.value}" for key in LimitKey}
"""The setting of each limit among the delays of the country."""


class LimitOutcome(TextChoices):
    """Why a limit waits for nobody any more."""

    GIVEN = "given", pgettext_lazy("a treatment or a sample", "given or taken")
    DECLINED = "declined", pgettext_lazy("a treatment or a sample", "the child does not want it")
    CONTRAINDICATED = "contraindicated", pgettext_lazy("a treatment or a sample", "not possible for medical reasons")
    TOO_LATE = "too_late", pgettext_lazy("a treatment or a sample", "too late")
    NOT_NEEDED = "not_needed", pgettext_lazy("a treatment or a sample", "not needed, a doctor says")


class RequestStatus(TextChoices):
    ASKED = "asked", pgettext_lazy("an examination", "asked for")
    BOOKED = "booked", pgettext_lazy("an examination", "appointment given")
    DONE = "done", pgettext_lazy("an examination", "done")
    REFUSED = "refused", pgettext_lazy("an examination", "the child does not want it")
    WITHDRAWN = "withdrawn", pgettext_lazy("an examination", "no longer asked for")


WAITING = (RequestStatus.ASKED, RequestStatus.BOOKED)
"""What still waits for a doctor."""


class VisitStatus(TextChoices):
    SET = "set", pgettext_lazy("an appointment", "to come")
    CAME = "came", pgettext_lazy("an appointment", "the child came")
    MISSED = "missed", pgettext_lazy("an appointment", "the child did not come")
    REFUSED = "refused", pgettext_lazy("an appointment", "the child came and did not want it")
    CANCELLED = "cancelled", pgettext_lazy("an appointment", "cancelled or moved")


class Wish(TextChoices):
    """Who examines."""

    WOMAN = "woman", _("a woman")
    MAN = "man", _("a man")
    EITHER = "either", _("it does not matter to the child")
    NOT_ASKED = "not_asked", _("the child was not asked")


class Says(TextChoices):
    """What the child says of one part of the examination."""

    AGREES = "agrees", _("yes")
    REFUSES = "refuses", _("no")
    NOT_ASKED = "not_asked", _("not asked yet")


class CertificateKind(TextChoices):
    INITIAL = "initial", pgettext_lazy("a certificate", "initial")
    EXTENSION = "extension", pgettext_lazy("a certificate", "extension")
    FINAL = "final", pgettext_lazy("a certificate", "final")


class CopyTo(TextChoices):
    """Who was handed a certificate."""

    FAMILY = "family", _("The child or the family")
    PROSECUTION = "prosecution", _("The prosecution")
    JUDGE = "judge", _("The judge")
    POLICE = "police", _("The police or the gendarmerie")
    LEAD = "lead", _("The desk that leads the file")
    LAWYER = "lawyer", _("The lawyer of the child")


TO_COURT = (CopyTo.PROSECUTION, CopyTo.JUDGE)


class FollowUpStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("a medical follow-up", "to come")
    DONE = "done", pgettext_lazy("a medical follow-up", "done")
    MISSED = "missed", pgettext_lazy("a medical follow-up", "the child did not come")
    CANCELLED = "cancelled", pgettext_lazy("a medical follow-up", "no longer needed")


FAMILY_PAYS = "family"
"""Of the codelist ``certificate_payer``: the victim paid."""
