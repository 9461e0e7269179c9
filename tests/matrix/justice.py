"""The judicial part of a desk's file, with its marked word wherever people write."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kanaf.actors.enums import DeskKind, Role
from kanaf.foundation import clock
from kanaf.justice.enums import SheetKind
from kanaf.justice.models import CalendarFeed
from kanaf.justice.services import decisions, hearings, measures, procedures, sheets
from tests import world
from tests.support import as_actor

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill(place: "Place") -> None:
    """A report that left, a procedure with one row of each kind, a stay, a calendar address."""
    word, court = place.word("judicial"), world.make_desk(kind=DeskKind.PROSECUTION, takes_reports=False)

    def act(step: Any, who: Any = None, **given: Any) -> Any:
        account = who or place.writer
        with as_actor(account):
            return step(actor=world.actor(account), case=place.ids["case_id"], at=clock.now(), **given)

    now, today = clock.now(), clock.now().date()
    answers = decisions.Answers(
        choice="report", is_urgent=True, profession="social", child_agrees="agrees", child_view=word, told_at=now,
        best_interests=word, safety=None,
    )  # fmt: skip
    decided = act(decisions.write_decision, answers=answers, seen=None, submit=True)
    text = {"language": "fr", "desk_to": court.id, "justified": {"pregnancy": word}, "seen": None}
    written = act(sheets.write_sheet, kind=SheetKind.PROSECUTOR, content={"facts": word}, **text)
    sent = act(sheets.send_sheet, sheet=written.id, seen=str(written.version))
    draft = act(sheets.write_sheet, kind=SheetKind.INQUIRY, content={"proposal": word}, **text)
    kept = act(procedures.open_procedure, court=court.id, kind="abandonment", number=word, year=today.year, on=today)
    inside = {"procedure": kept.id}
    heard = act(hearings.set_hearing, desk=court.id, kind="child", when=now + timedelta(days=2), note=word, **inside)
    asked = act(
        hearings.make_requisition, place.people[Role.PROSECUTOR], desk_to=place.desk.id, kind="social_inquiry",
        text=word, due_on=today, **inside,
    )  # fmt: skip
    act(hearings.record_step, kind="notice_posted", on=today, note=word, **inside)
    act(
        hearings.receive_minutes, kind="police", desk=place.desk.id, number=word, drawn_on=today, interviews=1,
        note=word, **inside,
    )  # fmt: skip
    ordered = act(
        measures.order_measure, kind="placement", ordered_on=today, desk_owing=place.desk.id, until="majority",
        ends_on=None, review_on=today, reasons=word, **inside,
    )  # fmt: skip
    stay = act(measures.admit, measure=ordered.id, on=today)
    feed = CalendarFeed.objects.create(
        account=place.writer.id, desk=court, secret_blind=place.letter.encode() * 16, made_at=now
    )
    place.ids.update(
        decision_id=decided.id, sheet_id=sent.id, sheet_draft=draft.id, procedure_id=kept.id, hearing_id=heard.id,
        requisition_id=asked.id, measure_id=ordered.id, stay_id=stay.id, feed_id=feed.id,
    )  # fmt: skip
