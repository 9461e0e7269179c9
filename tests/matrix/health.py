"""The medical part of a desk's file, with its marked word wherever people write."""

from typing import TYPE_CHECKING, Any

from kanaf.actors.enums import Role
from kanaf.foundation import clock
from kanaf.health.services import care, certificates, requests
from tests import world
from tests.support import as_actor

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill(place: "Place", hospital: "Place") -> None:
    """An examination that is asked for, with an appointment; another that was done, with everything that followed."""
    word, now = place.word("medical"), clock.now()

    def act(step: Any, who: Any = None, **given: Any) -> Any:
        account = who or place.writer
        with as_actor(account):
            return step(actor=world.actor(account), case=place.ids["case_id"], at=now, **given)

    def ask() -> Any:
        return act(
            requests.request_examination, kind="general", desk_to=hospital.desk.id, outside="", urgency="high", incidents=[],
            language="ary", examiner="woman", consent={"talk": "agrees"}, practical=word, requisition_number=word,
        )  # fmt: skip

    doctor = hospital.people[Role.DOCTOR]
    asked, done = ask(), ask()
    visit = act(requests.book, request=asked.id, when=now, seen="1")
    was = care.Done(
        when=now, said={"talk": "agrees"}, care=["tetanus"], limits={"pep": "not_needed"}, samples_taken=True, custody=word,
        findings=place.word("findings"),
    )  # fmt: skip
    act(care.record_examination, doctor, request=done.id, done=was, seen="1")
    certificate = act(
        certificates.issue_certificate, doctor, request=done.id, kind="initial", issued_on=now.date(), number=word,
        incapacity_days=7, is_free=True, paid_by="", amount=None,
    )  # fmt: skip
    act(certificates.hand_copy, doctor, certificate=certificate.id, to="family", on=now.date())
    planned = act(care.plan_follow_ups, doctor, request=done.id, planned=[("other", now.date())])
    place.ids.update(
        request_id=asked.id, request_done=done.id, visit_id=visit.id, certificate_id=certificate.id,
        follow_up_id=planned[0].id,
    )  # fmt: skip
