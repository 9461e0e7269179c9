"""Where one goes to do what a protocol makes due; its name is the protocol's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kanaf.cases.waiting import Waiting
from kanaf.grants.enums import Compartment

Aim = Literal["file", "about", "both"]


@dataclass(frozen=True)
class Duty:
    """What the button says, and the page that does it."""

    action: str | Promise
    route: str
    aim: Aim = "file"
    part: Compartment = Compartment.CORE
    """What whoever does it writes in."""


JUDICIAL = Compartment.JUDICIAL
DUTIES: Mapping[str, Duty] = {
    "triage": Duty(_("Read"), "cases:read_report"),
    "report_read": Duty(_("Read"), "cases:read_report"),
    "first_contact": Duty(_("Record the contact"), "cases:record_contact"),
    "registration": Duty(_("Register"), "cases:register_person"),
    "initial_assessment": Duty(_("Assess"), "cases:write_assessment"),
    "full_assessment": Duty(_("Assess"), "cases:write_assessment"),
    "plan_approval": Duty(_("Write the plan"), "cases:write_plan"),
    "plan_action": Duty(_("Say what became of it"), "cases:finish_action", "both", Compartment.SOCIAL),
    "conference_decision": Duty(_("Open"), "referrals:list_conferences"),
    "follow_up": Duty(_("Record the contact"), "cases:record_contact"),
    "case_review": Duty(_("Open"), "portal:show_file"),
    "referral_answer": Duty(_("Accept or decline"), "referrals:show", "about"),
    "consent_renewal": Duty(_("Ask again"), "cases:list_consents"),
    "sharing_stop": Duty(_("Read and confirm"), "referrals:acknowledge_stop", "about"),
    "refer_again": Duty(_("Refer again"), "referrals:send"),
    "medical_pep": Duty(_("Open"), "portal:show_file"),
    "medical_forensic": Duty(_("Open"), "portal:show_file"),
    "medical_contraception": Duty(_("Open"), "portal:show_file"),
    "examination": Duty(_("Open"), "health:show_file"),
    "medical_certificate": Duty(_("Open"), "health:show_file"),
    "medical_follow_up": Duty(_("Open"), "health:show_file"),
    "report_to_prosecutor": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "report_receipt": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "report_unanswered": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "requisition_answer": Duty(_("Answer"), "justice:answer_requisition", "both", part=JUDICIAL),
    "hearing_outcome": Duty(_("Say what became of it"), "justice:tell_hearing", "both", part=JUDICIAL),
    "measure_execution": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "review_of_measure": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "stay_orientation": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "kafala_deadline": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "kafala_visit": Duty(_("Open"), "justice:show_file", part=JUDICIAL),
    "safety_review": Duty(_("Write it again"), "cases:write_safety"),
    "plan_review": Duty(_("Open"), "cases:write_plan"),
    "post_closure_contact": Duty(_("Record the contact"), "cases:record_contact"),
    "complaint_acknowledge": Duty(_("Open"), "cases:read_complaint"),
    "complaint_answer": Duty(_("Answer"), "cases:read_complaint"),
}
UNKNOWN = Duty(_("Open"), "portal:show_file")


def duty_of(owed: Waiting) -> Duty:
    return DUTIES.get(owed.rule, UNKNOWN)


def url_of(owed: Waiting, *, leads: bool = True) -> str:
    """Where it is done; a desk that does not lead begins at the file, but in justice, where each does its own."""
    duty = duty_of(owed)
    if duty.aim == "both" and not leads and duty.part != JUDICIAL:
        duty = UNKNOWN
    if duty.aim == "both":
        return reverse(duty.route, args=[owed.file, owed.about])
    return reverse(duty.route, args=[owed.about or owed.file if duty.aim == "about" else owed.file])
