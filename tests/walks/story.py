"""The steps of the walk: each is what one person does in one sitting."""

import re
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from kanaf.foundation import clock
from tests.walks.visitor import Visitor

FILE = re.compile(r"/files/([0-9a-f-]{36})/")
FASTEST = 4.5
"""Seconds: faster than this, the public forms take the visitor for a program."""


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "PNG")
    return kept.getvalue()


def in_days(days: int) -> date:
    return (clock.now() + timedelta(days=days)).date()


@dataclass
class Story:
    """What the walk remembers from one step to the next."""

    word: str
    who: dict[str, str]
    reference: str = ""
    case: str = ""
    referral: str = ""
    code: str = ""
    names: tuple[str, str] = field(default=("", ""))

    @property
    def file(self) -> str:
        return f"/files/{self.case}"


def report(visitor: Visitor, story: Story) -> None:
    """A neighbour tells what she saw, without an account."""
    visitor.open("/f/")
    visitor.fill(reporter="adult")
    onwards(visitor)
    began = time.monotonic()
    visitor.fill(what=f"Un enfant crie la nuit {story.word} (fictif)")
    onwards(visitor)
    choose_tanger(visitor)
    onwards(visitor)
    visitor.fill(where="Près de la mosquée (fictif)")
    onwards(visitor)
    visitor.fill(who="Une fille de 13 ans (fictif)")
    onwards(visitor)
    visitor.fill(
        phone="0600000000", phone_seen_by="Mon mari (fictif)", never_say="Dites que vous êtes la dentiste (fictif)"
    )
    onwards(visitor)
    time.sleep(max(0, FASTEST - (time.monotonic() - began)))
    visitor.send("button[name=go][value=send]")
    story.reference = visitor.page.locator(".receipt__code").first.inner_text().strip()
    assert re.search(r"R-\w{6}", story.reference)


def choose_tanger(visitor: Visitor) -> None:
    tanger = visitor.page.locator("main select[name=province] option", has_text=re.compile("Tanger|طنجة")).first
    visitor.fill(province=tanger.get_attribute("value"))


def onwards(visitor: Visitor) -> None:
    visitor.send("button[name=go][value=next]")


def triage(visitor: Visitor, story: Story) -> None:
    """Samira reads the report and opens a file."""
    visitor.become(story.who["samira"])
    visitor.open("/reports/")
    visitor.page.locator("main li, main tr, main article", has_text=story.reference).locator("a").first.click()
    visitor.look()
    assert story.word in visitor.text
    visitor.follow("/triage/")
    visitor.fill(danger="no", medical="no", urgency="medium", decision="open", children="1", profile="victim")
    visitor.tick_first("concerns")
    visitor.send()
    found = FILE.search(visitor.path)
    assert found
    story.case = found[1]


def register(visitor: Visitor, story: Story) -> None:
    """Search before writing down: the girl, then her aunt."""
    child, aunt = story.names
    visitor.open(f"{story.file}/people/register/")
    visitor.fill(name=child)
    visitor.send()
    visitor.send("form[action$='/write/'] button")
    visitor.fill(given_name=child, family_name="Alami (fictif)", sex="f", years="13")
    compare_and_send(visitor)
    visitor.open(f"{story.file}/people/add/")
    visitor.follow("/add/caregiver/")
    visitor.fill(name=aunt)
    visitor.send()
    visitor.send("form[action$='/write/'] button")
    visitor.fill(given_name=aunt, family_name="Alami (fictif)", sex="f", years="41", phone="0611111111", lives="yes")
    visitor.page.locator("main select[name=relation]").select_option(index=1)
    compare_and_send(visitor)
    assert child in visitor.text
    assert aunt in visitor.text


def compare_and_send(visitor: Visitor) -> None:
    """People who look alike are shown once: it is somebody else."""
    visitor.press("main form[data-draft-url] button.button")
    compared = visitor.page.locator("main input[type=checkbox][name=compared]")
    if compared.count():
        visitor.look()
        compared.check()
        visitor.press("main form[data-draft-url] button.button")
    assert visitor.path.endswith("/people/")
    visitor.look()


def write_incident(visitor: Visitor, story: Story) -> None:
    visitor.open(f"{story.file}/incidents/")
    visitor.follow("/incidents/add/")
    option = visitor.page.locator("main select[name=form] option").nth(2)
    visitor.fill(form=option.get_attribute("value"), narrative=f"Elle raconte les cris {story.word} (fictif)")
    visitor.fill(precision="day", day=in_days(-2))
    visitor.send()
    assert story.word in visitor.text


def ask_consent(visitor: Visitor, story: Story) -> None:
    """The limit first, then the girl, then her aunt: to share with the hospital."""
    visitor.open(f"{story.file}/consents/ask/")
    visitor.fill(explained=True, purpose="share", desk=story.who["hopital-tanger"], child="yes", adult_agrees="yes")
    visitor.tick_first("adult")
    visitor.send()
    assert visitor.path.endswith("/consents/")


def keep_safe(visitor: Visitor, story: Story) -> None:
    visitor.open(f"{story.file}/safety/")
    visitor.fill(
        sleeps_where="Chez sa tante (fictif)", is_safe_tonight="yes", who_has_access="La tante (fictif)",
        author_has_access="no", siblings_at_risk="no", what_we_do="La tante appelle le 2511 (fictif)", review_on=in_days(1),
    )  # fmt: skip
    visitor.send()
    assert visitor.path == f"{story.file}/"


def meet(visitor: Visitor, story: Story) -> None:
    """A contact, a note and a document."""
    visitor.open(f"{story.file}/contacts/add/")
    visitor.fill(kind="first_contact", child_seen="yes", child_alone="yes", note=f"Elle dessine {story.word} (fictif)")
    visitor.fill(compartment="social")
    visitor.send()
    visitor.open(f"{story.file}/notes/add/")
    visitor.fill(text=f"Appeler le collège {story.word} (fictif)", compartment="social")
    visitor.send()
    visitor.open(f"{story.file}/documents/add/")
    drawing = {"name": "dessin.png", "mimeType": "image/png", "buffer": picture()}
    visitor.fill(title=f"Dessin {story.word} (fictif)", document=drawing, compartment="social")
    visitor.send()
    assert story.word in visitor.text


def assess(visitor: Visitor, story: Story) -> None:
    visitor.open(f"{story.file}/assessment/")
    for box in visitor.page.locator("main textarea").all():
        box.fill(f"Constat {story.word} (fictif)")
    visitor.tick_first("concerns")
    visitor.fill(risk="medium")
    visitor.send("button[name=then][value=submit]")


def write_plan(visitor: Visitor, story: Story) -> None:
    visitor.open(f"{story.file}/plan/")
    visitor.fill(
        best_interests=f"Rester chez sa tante {story.word} (fictif)", child_views="D'accord (fictif)",
        goal_0_text=f"Retour à l'école {story.word} (fictif)", goal_0_action_0_text="Voir le directeur (fictif)",
        goal_0_action_0_desk=story.who["upe-tanger"], goal_0_action_0_due=in_days(9), review_on=in_days(60),
    )  # fmt: skip
    visitor.send("button[name=then][value=submit]")


def approve(visitor: Visitor, story: Story) -> None:
    """Hicham reads what waits on the file and approves it: somebody else's eyes."""
    visitor.become(story.who["hicham"])
    visitor.open(f"{story.file}/")
    visitor.follow("/approve/")
    assert story.word in visitor.text
    visitor.tick_first("decision")
    visitor.send()


def refer(visitor: Visitor, story: Story) -> None:
    """Samira asks the hospital: identity and medical parts, no more."""
    visitor.become(story.who["samira"])
    visitor.open(f"{story.file}/refer/")
    visitor.fill(
        desk=story.who["hopital-tanger"], kind="service", category="medical", compartments=["identity", "medical"],
        urgency="high", message="Merci de la recevoir avec sa tante (fictif)",
    )  # fmt: skip
    visitor.send()
    link = visitor.page.locator("main a[href*='/referrals/']").first.get_attribute("href")
    story.referral = link.split("/referrals/")[1].strip("/")


def receive(visitor: Visitor, story: Story) -> None:
    """Dr Touzani accepts: he sees the core, the identity and the medical part, and no word of the rest."""
    visitor.become(story.who["touzani"])
    visitor.open(f"/referrals/{story.referral}/")
    visitor.follow("/accept/")
    visitor.fill(answer="Jeudi matin (fictif)")
    visitor.send()
    assert visitor.path == f"{story.file}/"
    for page in ("", "history/", "people/"):
        visitor.open(f"{story.file}/{page}")
        assert story.word not in visitor.html
    assert story.names[0] in visitor.text
    for page in ("incidents/", "assessment/", "plan/", "safety/", "consents/"):
        visitor.open(f"{story.file}/{page}", status=404)
        assert story.word not in visitor.html
    visitor.open(f"{story.file}/notes/add/")
    visitor.fill(text="Examen fait SECRETMEDICAL (fictif)", compartment="medical")
    visitor.send()
    assert "SECRETMEDICAL" in visitor.text
    assert story.word not in visitor.html


def finish_referral(visitor: Visitor, story: Story) -> None:
    visitor.open(f"/referrals/{story.referral}/")
    visitor.follow("/finish/")
    visitor.fill(outcome="Examen normal (fictif)")
    visitor.send()
    visitor.open(f"{story.file}/", status=404)


def ask_to_close(visitor: Visitor, story: Story) -> None:
    """What was planned is done; the girl says what she thinks of our work."""
    visitor.become(story.who["samira"])
    visitor.open(f"{story.file}/")
    visitor.follow("/finish/")
    visitor.fill(outcome="done")
    visitor.send()
    visitor.open(f"{story.file}/close/")
    visitor.fill(reason="goals_met", child_feedback="Merci (fictif)", child_satisfied="yes")
    visitor.tick_all("criteria")
    visitor.fill(best_interests=f"Elle est en sécurité {story.word} (fictif)")
    visitor.send()


def reopen(visitor: Visitor, story: Story) -> None:
    visitor.open(f"{story.file}/reopen/")
    visitor.tick_first("reason")
    visitor.send()
    assert visitor.path == f"{story.file}/"


def complain(visitor: Visitor, story: Story) -> None:
    """A girl says that she was badly received; she gets a code for the answer."""
    visitor.open("/p/")
    visitor.fill(about="service")
    onwards(visitor)
    began = time.monotonic()
    visitor.fill(what=f"Porte fermée {story.word} (fictif)")
    onwards(visitor)
    choose_tanger(visitor)
    onwards(visitor)
    visitor.fill(desk=story.who["upe-tanger"])
    onwards(visitor)
    onwards(visitor)
    time.sleep(max(0, FASTEST - (time.monotonic() - began)))
    visitor.send("button[name=go][value=send]")
    found = re.search(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}", visitor.text)
    assert found
    story.code = found[0]


def answer_complaint(visitor: Visitor, story: Story) -> None:
    """The coordination answers, outside the desk concerned."""
    visitor.become(story.who["coordination"])
    visitor.open("/complaints/")
    links = visitor.page.locator("main a[href*='/complaints/']").evaluate_all("all => all.map(a => a.href)")
    for link in dict.fromkeys(href for href in links if "/new" not in href):
        visitor.page.goto(link)
        if story.word in visitor.text:
            break
    visitor.look()
    assert story.word in visitor.text
    visitor.fill(answer=f"Pardon, la porte est ouverte {story.word}REPONSE (fictif)")
    visitor.send("form[action$='/answer/'] button.button")


def read_answer(visitor: Visitor, story: Story) -> None:
    visitor.open("/p/more/")
    visitor.fill(code=story.code)
    visitor.send("main form button.button")
    assert f"{story.word}REPONSE" in visitor.text
