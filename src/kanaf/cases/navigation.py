"""The ways to the reports and the complaints of one's desks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Role
from kanaf.cases.policies import can_record_at
from kanaf.foundation import navigation


def _works_with_files(actor: Any) -> bool:
    return actor is not None and any(can_record_at(actor, desk) for desk in actor.desk_ids)


def _reviews(actor: Any) -> bool:
    return actor is not None and actor.has_role(Role.PRIVACY_OFFICER)


navigation.add(_("Emergency access"), "cases:list_emergencies", shown_to=_reviews, rank=30)
navigation.add(_("Reports"), "cases:list_reports", shown_to=_works_with_files, rank=20)
navigation.add(_("Complaints"), "cases:list_complaints", shown_to=_works_with_files, rank=40)
navigation.add(_("A child needs help"), "cases:public_report", shown_to=navigation.anybody, rank=10, place="public")
navigation.add(
    _("Something was not right"), "cases:public_complaint", shown_to=navigation.anybody, rank=20, place="public"
)
