"""Compartments of a file, and why somebody may open one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubjectKind(TextChoices):
    REPORT = "report", _("report")
    CASE = "case", _("file")
    PERSON = "person", _("person")


class Compartment(TextChoices):
    CORE = "core", _("core: code, stage, risk, deadlines")
    IDENTITY = "identity", _("identity")
    SOCIAL = "social", _("social")
    PSYCHOLOGICAL = "psychological", _("psychological")
    MEDICAL = "medical", _("medical")
    JUDICIAL = "judicial", _("judicial")


EMERGENCY = "emergency"
"""What emergency access opens, for one person: where the file stands, whom it is for, the safety plan.

A part of grants and of no row: nothing else in a file is of it, so nothing else opens with it.
"""


class Level(TextChoices):
    READ = "read", _("reads")
    WRITE = "write", _("writes")


class Reason(TextChoices):
    LEAD = "lead", _("leads the file")
    INTAKE = "intake", _("received the report")
    REFERRAL = "referral", _("received a referral")
    HANDOVER = "handover", _("takes the file over")
    SUPERVISION = "supervision", _("supervises")
    COURT = "court", _("court decision")
    BREAK_GLASS = "break_glass", _("emergency access")
    SUMMARY = "summary", _("keeps a summary")
    CONFERENCE = "conference", _("invited to a case conference")
