"""The life of a protocol through its pages, and the move of a file to a newer version."""

import re

import pytest
from django.urls import reverse

from kanaf.cases.enums import ContactKind
from kanaf.cases.services import contacts
from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.models import FollowedProtocol, ProtocolVersion
from kanaf.foundation import clock
from tests import world
from tests.circuit.living import LONGER, Territory
from tests.circuit.test_moving import Moving
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """These pages are asked in their own languages."""


def url(route, *ids, language="fr"):
    return re.sub(r"^/\w\w/", f"/{language}/", reverse(f"circuit:{route}", args=ids))


def body(answer):
    return answer.content.decode()


class Visit:
    """Pages as one person after another."""

    def __init__(self, client):
        self.client, self.here = client, Territory()

    def get(self, account, route, *ids, language="fr"):
        self.client.force_login(account)
        return self.client.get(url(route, *ids, language=language))

    def post(self, account, route, *ids, language="fr", **values):
        self.client.force_login(account)
        return self.client.post(url(route, *ids, language=language), values)

    @property
    def draft(self):
        return ProtocolVersion.objects.get(dispositif="small", number=2)


@pytest.fixture
def visit(client):
    return Visit(client)


def test_a_version_goes_its_whole_way_in_the_browser(visit):
    here = visit.here
    visit.post(here.coordinator, "start_draft", here.in_force.id)
    draft = visit.draft
    wrong = LONGER.replace("clock: working", "clock: worked", 1)
    assert visit.post(here.coordinator, "edit_draft", draft.id, text=wrong, version="1").status_code == 302
    page = body(visit.get(here.coordinator, "edit_draft", draft.id))
    line = wrong.split("\n").index("    clock: worked") + 1
    assert f"Ligne {line}" in page
    assert "vouliez-vous dire « working »" in page.replace("\xa0", " ")
    assert f'id="line-{line}" class="yaml__number--wrong"' in page
    assert "le texte a des fautes" in body(visit.get(here.coordinator, "submit_draft", draft.id))
    windows = LONGER.replace("\n", "\r\n")
    visit.post(here.coordinator, "edit_draft", draft.id, text=windows, version="2")
    assert visit.draft.text == LONGER
    members = [str(member) for member in here.members]
    visit.post(here.coordinator, "submit_draft", draft.id, members=members, version="3")
    assert visit.get(here.coordinator, "review_version", draft.id).status_code == 404
    refused = visit.post(here.chair, "review_version", draft.id, decision="returned", remark="", version="4")
    assert "Dites ce qui est à changer." in body(refused)
    visit.post(here.chair, "review_version", draft.id, decision="approved", remark="", version="4")
    too_soon = visit.post(here.chair, "publish_version", draft.id, version="5")
    assert too_soon.status_code == 422
    for account, member in zip((here.coordinator, here.prosecutor), members, strict=True):
        visit.post(account, "sign_version", draft.id, organisation=member, has_read="on", version="5")
    assert "signé par" in body(visit.get(here.chair, "show_version", draft.id))
    assert visit.post(here.chair, "publish_version", draft.id, version="5").status_code == 302
    assert visit.draft.status == VersionStatus.PUBLISHED
    assert "12\xa0h" in body(visit.get(here.worker, "show_version", draft.id))


def test_a_mistake_is_said_in_the_language_of_the_reader(visit):
    made = visit.here.draft("format: 1\nclock: x\n")
    page = body(visit.get(visit.here.coordinator, "edit_draft", made.id, language="ar"))
    assert "السطر 2" in page
    assert "ليست من كلمات الصيغة" in page


def test_a_stale_edit_shows_both_texts_and_keeps_what_was_typed(visit):
    here = visit.here
    made = here.draft()
    mine = LONGER.replace("Premier contact", "Contact tardif")
    answer = visit.post(here.secretary, "edit_draft", made.id, text=mine, version="1")
    assert answer.status_code == 409
    assert "Contact tardif" in body(answer)
    assert "Premier contact" in body(answer)
    assert here.now(made).text == LONGER
    again = visit.post(here.secretary, "edit_draft", made.id, text=mine, version=here.seen(made))
    assert again.status_code == 302
    assert here.now(made).text == mine


def test_what_is_typed_is_kept_before_it_is_sent(visit):
    here = visit.here
    made = here.draft()
    visit.client.force_login(here.coordinator)
    typed = LONGER.replace("Essai", "Essai relu")
    kept = visit.client.post("/fr/drafts/", {"_draft": f"circuit:edit:{made.id}", "text": typed})
    assert kept.status_code == 204, kept.status_code
    assert "Essai relu" in body(visit.get(here.coordinator, "edit_draft", made.id))
    assert here.now(made).text == LONGER


def test_a_stranger_finds_no_page_of_a_version_in_preparation(visit):
    made = visit.here.sent()
    for stranger in (visit.here.worker, world.make_worker(world.make_desk())):
        for route in ("show_version", "show_text", "edit_draft", "submit_draft", "review_version", "sign_version"):
            assert visit.get(stranger, route, made.id).status_code == 404
        assert visit.get(stranger, "compare_versions", made.id, visit.here.in_force.id).status_code == 404
        assert str(made.id) not in body(visit.get(stranger, "list_protocols"))


def test_a_comparison_tells_what_was_agreed_otherwise_before_it_shows_lines(visit):
    made = visit.here.draft()
    page = body(visit.get(visit.here.coordinator, "compare_versions", made.id, visit.here.in_force.id))
    meaning, _details, lines = page.partition('<details class="card"')
    assert "Délai pour un risque élevé" in meaning
    assert "Délai pour un risque faible" not in meaning
    assert "delays: {high: 12 h" in lines
    same = body(visit.get(visit.here.coordinator, "compare_versions", made.id, made.id))
    assert "disent la même chose" in same


def test_a_file_is_offered_the_version_in_force_only_when_it_follows_another(client):
    here = Moving()
    client.force_login(here.worker)
    move = url("move_file", here.case.id)
    assert move in body(client.get(f"/fr/files/{here.case.id}/"))
    page = body(client.get(move))
    assert "Revue" in page
    assert "apparaît" in page
    mark = re.search(r'name="version" value="(\w{64})"', page)[1]
    given = {"reason": "decided", "why": "Le comité l’a décidé (fictif).", "version": mark}
    with as_actor(here.worker):
        contacts.record_contact(
            actor=world.actor(here.worker), case=here.case.id, kind=ContactKind.CALL, when=clock.now(), child_seen=True,
            child_alone=False, note="Vu (fictif).", compartment="social", at=clock.now(),
        )  # fmt: skip
    other = client.post(move, given)
    assert other.status_code == 409
    assert FollowedProtocol.objects.get(file=here.case.id).protocol_id == here.in_force.id
    now = re.findall(r'name="version" value="(\w{64})"', body(other))[-1]
    assert client.post(move, {**given, "version": now}).status_code == 302
    assert FollowedProtocol.objects.get(file=here.case.id).protocol_id == here.newer.id
    assert client.get(move).status_code == 404
    assert move not in body(client.get(f"/fr/files/{here.case.id}/"))


def test_the_protocol_of_another_territory_begins_on_its_page(visit):
    from kanaf.actors.enums import Role
    from tests.territory.support import small_morocco

    desk = world.make_desk(place=small_morocco()["04.441.01.0"])
    coordinator = world.make_worker(desk, Role.DESK_COORDINATOR)
    page = body(visit.get(coordinator, "begin_protocol", visit.here.in_force.id))
    assert '<option value="04.441"' in page
    assert '<option value="01.511"' not in page
    begin = {"place": "04.441", "dispositif": "sale", "fr": "Salé", "ar": "سلا"}
    assert visit.post(coordinator, "begin_protocol", visit.here.in_force.id, **begin).status_code == 302
    assert ProtocolVersion.objects.get(dispositif="sale").places == ["04.441"]
    again = visit.post(coordinator, "begin_protocol", visit.here.in_force.id, **begin)
    assert again.status_code == 422
