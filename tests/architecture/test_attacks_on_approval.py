"""Hand-written SQL for a yes: what one person wrote, another approves, each under her own name."""

from typing import Any

import pytest
from django.db import IntegrityError

from kanaf.actors.enums import Role
from kanaf.cases.models import Assessment
from tests import world
from tests.architecture.attacking import run, touches_nothing
from tests.cases import following

pytestmark = pytest.mark.django_db


class Written:
    """An assessment and a plan of a worker and an assessment of her supervisor, sent for approval."""

    def __init__(self) -> None:
        self.file = following.begin()
        self.worker, self.supervisor = self.file.worker, self.file.supervisor
        self.other = world.make_worker(self.file.desk, Role.SUPERVISOR)
        self.plan = following.plan(self.file)
        self.assessment = following.assess(self.file)
        own = following.Following(self.file.desk, self.supervisor, self.supervisor, self.file.case)
        following.approve_assessment(self.file, self.assessment)
        self.own = following.assess(own)


TABLES = {"plan": "cases_plan", "assessment": "cases_assessment", "own": "cases_assessment"}
BY = "status = 'approved', approved_at = now(), approved_by"
APPROVALS = {
    "one's own plan": ("worker", "plan", f"{BY} = %(worker)s"),
    "one's own plan, by nobody": ("worker", "plan", f"{BY} = NULL"),
    "one's own plan, with a supervisor's name": ("worker", "plan", f"{BY} = %(supervisor)s"),
    "one's own plan, written by somebody else": ("worker", "plan", f"{BY} = %(worker)s, written_by = %(other)s"),
    "a supervisor's own assessment": ("supervisor", "own", f"{BY} = %(supervisor)s"),
    "a supervisor's own, signed over": ("supervisor", "own", f"{BY} = %(supervisor)s, written_by = %(other)s"),
    "a supervisor's own, signed over first": ("supervisor", "own", "written_by = %(worker)s"),
    "somebody else's name under what was approved": ("worker", "assessment", "approved_by = %(other)s"),
}


def approval(written: Written, who: str, what: str, change: str) -> tuple[Any, str, dict[str, Any]]:
    names = {name: getattr(written, name).id for name in ("worker", "supervisor", "other", what)}
    return getattr(written, who), f"UPDATE {TABLES[what]} SET {change} WHERE id = %({what})s", names


@pytest.mark.parametrize(("who", "what", "change"), APPROVALS.values(), ids=APPROVALS.keys())
def test_nobody_approves_her_own_work_by_hand(who, what, change):
    account, statement, names = approval(Written(), who, what, change)
    assert touches_nothing(account, statement, **names)


def test_whoever_wrote_an_earlier_version_does_not_approve_a_later_one():
    """The supervisor wrote it first, a colleague signed the last version: her hand is in it all the same."""
    written = Written()
    Assessment.objects.filter(pk=written.own.pk).update(written_by=written.worker.id)
    account, statement, names = approval(written, "supervisor", "own", f"{BY} = %(supervisor)s")
    assert touches_nothing(account, statement, **names)


def test_another_supervisor_of_the_leading_desk_approves():
    account, statement, names = approval(Written(), "other", "own", f"{BY} = %(other)s")
    assert run(account, statement, **names) == 1


def test_a_text_never_begins_approved():
    file = following.begin()
    statement = (
        "INSERT INTO cases_closure (id, case_id, reason, criteria, written_by, written_at, status, approved_by,"
        " approved_at, version) VALUES (gen_random_uuid(), %(case)s, 'goals_met', '[]', %(other)s, now(), 'approved',"
        " %(supervisor)s, now(), 1)"
    )
    names = {"case": file.case.id, "other": file.worker.id, "supervisor": file.supervisor.id}
    for account in (file.worker, file.supervisor):
        with pytest.raises(IntegrityError, match="another person"):
            run(account, statement, **names)
