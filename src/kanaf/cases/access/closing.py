"""What holds a file open, in sentences that a person can act on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.cases import waiting
from kanaf.cases.access import work
from kanaf.cases.closing_checks import closing_checks
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_medical import MEDICAL_KEYS

RHYTHM = ("follow_up", "case_review", "safety_review", "plan_review", "kafala_visit", "post_closure_contact")
"""What comes back at intervals ends with the file."""
TOLD_BY_THEIR_AREA = (
    "plan_action", "referral_answer", "examination", "medical_follow_up", "report_receipt", "report_unanswered",
    "measure_execution", "review_of_measure",
)  # fmt: skip
"""Of these a closing check says what is open."""
WITHOUT_STEPS = ("unfounded", "death")
"""Reasons for which the steps of the work have no object any more."""


def what_is_open(file: OpenFile, reason: str = "") -> list[str]:
    """One sentence for each thing; empty when the file may close for this reason."""
    found = _actions(file)
    if reason not in WITHOUT_STEPS:
        found += _steps(file)
    for check in closing_checks:
        found.extend(check(file.case.id))
    return found


def _actions(file: OpenFile) -> list[str]:
    count = len(work.open_actions(file))
    if not count:
        return []
    sentence = ngettext(
        "%(count)s action of the plan is neither done nor given up.",
        "%(count)s actions of the plan are neither done nor given up.",
        count,
    )
    return [sentence % {"count": count}]


def _steps(file: OpenFile) -> list[str]:
    left_out = (*RHYTHM, *MEDICAL_KEYS, *TOLD_BY_THEIR_AREA)
    titles = [one.title for one in waiting.on(file.case.id) if one.rule not in left_out]
    return [_("Still due: %(what)s.") % {"what": title} for title in dict.fromkeys(titles)]
