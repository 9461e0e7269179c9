"""What people do in the stories: each step is one person's, on the pages of that person."""

import re
from datetime import date, datetime
from typing import Any

from tests.walks.story import compare_and_send
from tests.walks.visitor import Visitor

FILE = re.compile(r"/files/([0-9a-f-]{36})/")
YEAR = 2027
"""All stories are of this year."""
CODE = re.compile(r"[A-Z]{3}-[0-9A-Z]{4}")


MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"],
}
DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
}


def day(language: str, month: int, number: int, *, year: int = 2027) -> str:
    """A day as people of the country say it: « lundi 1er mars », « الاثنين 1 مارس »; with its year when it is another."""
    name = DAYS[language][date(year, month, number).weekday()]
    told = "1er" if (language, number) == ("fr", 1) else str(number)
    return f"{name} {told} {MONTHS[language][month - 1]}" + (f" {year}" if year != YEAR else "")


def hour(language: str, hours: int, minutes: int = 0) -> str:
    """« 16 h 40 », « 16:40 »."""
    if language == "fr":
        return f"{hours} h {minutes:02d}" if minutes else f"{hours} h"
    return f"{hours}:{minutes:02d}"


def moment(name: str, at: datetime) -> dict[str, str]:
    """The two boxes of a day and its hour."""
    return {f"{name}_0": at.date().isoformat(), f"{name}_1": f"{at:%H:%M}"}


def record_report(visitor: Visitor, what: str, **more: Any) -> str:
    """Somebody at a desk writes down what was told; the reference of the report."""
    visitor.open("/reports/new/")
    visitor.fill(channel="colleague", what=what, reporter="professional", **more)
    visitor.send()
    found = re.search(r"R-\w{6}", visitor.text)
    assert found
    return found[0]


def read_report(visitor: Visitor, reference: str) -> None:
    visitor.open("/reports/")
    visitor.page.locator("main li, main tr, main article", has_text=reference).locator("a").first.click()
    visitor.look()


def open_file(visitor: Visitor, reference: str, **screening: Any) -> str:
    """The desk in charge decides about the report and opens a file: its address."""
    read_report(visitor, reference)
    visitor.follow("/triage/")
    given = {"danger": "no", "medical": "no", "urgency": "medium", "profile": "victim", **screening}
    visitor.fill(decision="open", children="1", **given)
    visitor.tick_first("concerns")
    visitor.send()
    found = FILE.search(visitor.path)
    assert found
    return f"/files/{found[1]}"


def code_of(visitor: Visitor) -> str:
    """The code of the file on its page."""
    found = CODE.search(visitor.page.locator("header").last.inner_text()) or CODE.search(visitor.text)
    assert found
    return found[0]


def register(visitor: Visitor, file: str, name: str, **facts: Any) -> None:
    """The child of the file, after the search that comes first."""
    visitor.open(f"{file}/people/register/")
    visitor.fill(name=name)
    visitor.send()
    visitor.send("form[action$='/write/'] button")
    visitor.fill(given_name=name, family_name="(fictif)", **facts)
    compare_and_send(visitor)


def add_person(visitor: Visitor, file: str, role: str, name: str, **facts: Any) -> None:
    """Somebody around the child."""
    visitor.open(f"{file}/people/add/")
    visitor.follow(f"/add/{role}/")
    if visitor.page.locator("main form[action$='/write/'] button").count() == 0:
        visitor.fill(name=name)
        visitor.send()
    visitor.send("form[action$='/write/'] button")
    relation = facts.pop("relation", None)
    visitor.fill(given_name=name, family_name="(fictif)", **facts)
    if relation is not None:
        visitor.page.locator("main [name=relation]").select_option(relation)
    if role == "alleged_author":
        visitor.press("main form[data-draft-url] button.button")
        assert "/conflicts/" in visitor.path
        visitor.fill(tie="none")
        visitor.send()
        return
    compare_and_send(visitor)


def keep_safe(visitor: Visitor, file: str, review_on: date, **more: Any) -> None:
    visitor.open(f"{file}/safety/")
    visitor.fill(
        sleeps_where="Chez sa tante (fictif)", is_safe_tonight="yes", who_has_access="La tante (fictif)",
        author_has_access="no", siblings_at_risk="no", what_we_do="La tante appelle le 2511 (fictif)",
        review_on=review_on, **more,
    )  # fmt: skip
    visitor.send()


def refer(visitor: Visitor, file: str, desk: str, **asked: Any) -> str:
    """Ask another desk; the address of the referral."""
    visitor.open(f"{file}/refer/")
    visitor.fill(desk=desk, **{"kind": "service", "message": "Merci de recevoir l'enfant (fictif)", **asked})
    visitor.send()
    visitor.open(f"{file}/")
    link = visitor.page.locator("main a[href*='/referrals/']").first.get_attribute("href")
    return f"/referrals/{link.split('/referrals/')[1].strip('/')}/"


def share_without_waiting(visitor: Visitor, file: str, desk: str) -> None:
    """The child's vital interests: no consent is waited for, and why is written down."""
    visitor.open(f"{file}/consents/ask/")
    visitor.fill(
        explained=True, purpose="share", desk=desk, basis="vital_interest", remark="Soins dans les 72 h (fictif)"
    )
    visitor.send()


def meet(visitor: Visitor, file: str, **more: Any) -> None:
    visitor.open(f"{file}/contacts/add/")
    visitor.fill(
        kind="first_contact", child_seen="yes", child_alone="yes", note="Elle dessine (fictif)", compartment="social",
        **more,
    )  # fmt: skip
    visitor.send()


def decide_to_report(worker: Visitor, file: str, **more: Any) -> None:
    """The decision to report to the prosecutor, sent for approval; urgent, it waits for nobody."""
    worker.open(f"{file}/justice/decision/")
    given = {
        "choice": "report", "profession": "social", "safety_seen": True, "child_agrees": "agrees",
        "child_view": "« Je veux que cela s'arrête » (fictif)", "best_interests": "L'éloigner du danger (fictif)",
    }  # fmt: skip
    worker.fill(**{**given, **more})
    worker.send("button[name=then][value=submit]")


def report_to_prosecutor(worker: Visitor, file: str, desk: str) -> None:
    """The sheet, written, read again and sent."""
    worker.open(f"{file}/justice/write/prosecutor/")
    worker.fill(desk_to=desk, asked="Une enquête (fictif)")
    send_sheet(worker)


def send_sheet(worker: Visitor) -> None:
    """What the file could not fill in is written, the whole read again, and sent."""
    for box in worker.page.locator("main textarea:visible:not([name^=why_])").all():
        if not box.input_value():
            box.fill("Ce que nous savons (fictif)")
    worker.send()
    worker.send("form[action$='/send/'] button")


def acknowledge(prosecutor: Visitor, code: str, court: str, number: str) -> None:
    """The prosecution finds the sheet among what waits for it, and gives its register number."""
    prosecutor.open(f"/justice/{court}/")
    prosecutor.page.locator("main li", has_text=code).locator("a[href*='/sheets/']").first.click()
    prosecutor.look()
    prosecutor.follow("/acknowledge/")
    prosecutor.fill(number=number)
    prosecutor.send()


def read(text: str) -> str:
    """A text without its invisible marks: what somebody reads."""
    return re.sub(r"[\u2066-\u2069\u200e\u200f]", "", text).replace("\u00a0", " ").replace("\u202f", " ")


def agree(visitor: Visitor, file: str, desk: str, **said: Any) -> None:
    """Consent to share with one desk, the limit of secrecy explained first; somebody decides where no adult can."""
    visitor.open(f"{file}/consents/ask/")
    visitor.fill(explained=True, purpose="share", desk=desk, **said)
    if said.get("child") == "yes" and visitor.page.locator("main [name=adult]").count():
        visitor.tick_first("adult")
        if "adult_agrees" not in said:
            visitor.fill(remark="Aucun adulte ne peut être joint (fictif)")
    visitor.send()


def approve(chief: Visitor, page: str) -> None:
    """Somebody else's eyes."""
    chief.open(page)
    chief.follow("/approve/")
    chief.tick_first("decision")
    chief.send()


def said(visitor: Visitor, part: str = "body", having: str = "") -> str:
    """What somebody reads on the page, or in those of its parts that have these words."""
    found = visitor.page.locator(part)
    if having:
        found = found.filter(has_text=having)
    return read("\n".join(found.all_inner_texts()))


def shows(visitor: Visitor, *words: str) -> None:
    """Every one of these is read on the page."""
    text = said(visitor)
    for one in words:
        assert one in text, f"{visitor.path} does not say « {one} »:\n{text}"


def hides(visitor: Visitor, *words: str) -> None:
    text, html = said(visitor), visitor.html
    for one in words:
        assert one not in text + html, f"{visitor.path} says « {one} »"
