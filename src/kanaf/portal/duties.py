"""What each kind of deadline is called, and where one goes to meet it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kanaf.cases.models import Deadline

Aim = Literal["file", "about", "both"]


@dataclass(frozen=True)
class Duty:
    """A deadline in words: what to do, what the button says, and the page that does it."""

    title: str | Promise
    action: str | Promise
    route: str
    aim: Aim = "file"


DUTIES: Mapping[str, Duty] = {
    "triage": Duty(_("Read and triage a report"), _("Read"), "cases:read_report"),
    "report_read": Duty(_("Read a report"), _("Read"), "cases:read_report"),
    "first_contact": Duty(_("First contact with the child"), _("Record the contact"), "cases:record_contact"),
    "registration": Duty(_("Register the child and the people around"), _("Register"), "cases:register_person"),
    "initial_assessment": Duty(_("First assessment"), _("Assess"), "cases:write_assessment"),
    "full_assessment": Duty(_("Full assessment"), _("Assess"), "cases:write_assessment"),
    "plan_approval": Duty(_("Have the plan approved"), _("Write the plan"), "cases:write_plan"),
    "plan_action": Duty(_("Action of the plan"), _("Say what became of it"), "cases:finish_action", "both"),
    "follow_up": Duty(_("Follow-up contact"), _("Record the contact"), "cases:record_contact"),
    "case_review": Duty(_("Review of the file"), _("Open"), "portal:show_file"),
    "referral_answer": Duty(_("Answer a referral"), _("Accept or decline"), "referrals:show", "about"),
    "refer_again": Duty(_("Declined: find another service"), _("Refer again"), "referrals:send"),
    "medical_pep": Duty(_("Medical limit: preventive treatment, 72 h"), _("Open"), "portal:show_file"),
    "medical_forensic": Duty(_("Medical limit: forensic samples, 72 h"), _("Open"), "portal:show_file"),
    "medical_contraception": Duty(_("Medical limit: emergency contraception, 120 h"), _("Open"), "portal:show_file"),
    "post_closure_contact": Duty(_("Contact after closing"), _("Record the contact"), "cases:record_contact"),
    "complaint_acknowledge": Duty(_("Acknowledge a complaint"), _("Open"), "cases:read_complaint"),
    "complaint_answer": Duty(_("Answer a complaint"), _("Answer"), "cases:read_complaint"),
}
UNKNOWN = Duty(_("Something is due"), _("Open"), "portal:show_file")


def duty_of(deadline: Deadline) -> Duty:
    return DUTIES.get(deadline.key, UNKNOWN)


def url_of(deadline: Deadline, *, leads: bool = True) -> str:
    """Where this deadline is met; a desk that does not lead begins at the file."""
    duty = duty_of(deadline) if leads or duty_of(deadline).aim != "both" else UNKNOWN
    target: UUID = (deadline.about or deadline.file) if duty.aim == "about" else deadline.file
    if duty.aim == "both":
        return reverse(duty.route, args=[deadline.file, deadline.about])
    return reverse(duty.route, args=[target])
