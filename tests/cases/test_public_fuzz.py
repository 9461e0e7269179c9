"""Two thousand requests that no browser would send: never a broken page, and whatever is told received is there."""

import random
from uuid import uuid4

import pytest
from django.test import Client

from kanaf.actors.enums import DeskKind
from kanaf.cases.forms.complaints import PublicComplaint
from kanaf.cases.forms.public_reports import PublicReport
from kanaf.cases.models import Complaint, Report
from kanaf.territory.models import Place
from tests import world
from tests.cases import doors

pytestmark = pytest.mark.django_db
REQUESTS = 500
SHREDS = [
    "", " ", "\x00", "😀", "طفل في خطر", "<script>alert(1)</script>", "{{ site }}", "%00%0a", "'; DROP TABLE x; --",
    "-1", "0", "99999999999999999999", "1e309", "NaN", "on", "adult", "child", "../../etc/passwd", "\u202e\u200f", "\r\n\r\n",
    "x" * 600, "é" * 10_001, str(uuid4()),
]  # fmt: skip
MOVES = ["next", "back", "stay", "send", "send", "send", "what", "check", "", "nowhere"]
EXTRAS = [
    "page",
    "go",
    "ticket",
    "_once",
    "website",
    "checked",
    "_draft",
    "_owner",
    "version",
    "csrfmiddlewaretoken",
    "code",
    "text",
]
RECEIPTS = {"/f/": Report, "/p/": Complaint}


@pytest.fixture(autouse=True)
def _world(settings):
    settings.PUBLIC_FORMS_FASTEST = 0
    settings.PUBLIC_FORMS_PER_HOUR = settings.PUBLIC_CODES_PER_HOUR = 10_000
    world.make_desk()
    world.make_desk(kind=DeskKind.COORDINATION, prefix="", takes_reports=False)


def body(chance, names, good, ticket):
    """Some good answers, some shreds, in any order and number."""
    sent = {**good, "ticket": ticket, "go": chance.choice(MOVES), "page": chance.choice(["check", *names])}
    for name in chance.sample([*names, *EXTRAS], chance.randint(0, 4)):
        if chance.random() < 0.3:
            sent.pop(name, None)
        else:
            sent[name] = chance.choice(SHREDS)
    if chance.random() < 0.1:
        sent["".join(chance.choices("abc_[]<>\x00", k=6))] = chance.choice(SHREDS)
    return sent


@pytest.mark.parametrize("seed", range(4))
def test_no_request_breaks_a_public_form_and_no_receipt_lies(seed):
    chance = random.Random(seed)
    client = Client(raise_request_exception=True, REMOTE_ADDR=f"10.0.0.{seed}")
    places = [str(place.pk) for place in Place.objects.all()[:8]]
    kinds = {"/f/": (PublicReport, {"reporter": "adult", "what": "quelque chose (fictif)"}),
             "/p/": (PublicComplaint, {"about": "service", "what": "quelque chose (fictif)"})}  # fmt: skip
    received = 0
    for number in range(REQUESTS):
        end = chance.choice(["/f/", "/p/", "/f/", "/p/", "/f/more/", "/p/more/"])
        walk, good = kinds[end[:3]]
        if number % 5 == 0:
            ticket = {key: doors.carried(client.get(f"/fr{key}"))["ticket"] for key in kinds}
        if chance.random() < 0.5:
            good = {**good, "province": chance.choice(places), "commune": chance.choice(places), "wants_code": "on"}
        sent = body(chance, walk.names(), good, ticket[end[:3]])
        answer = client.post(f"/{chance.choice(['fr', 'ar', 'en'])}{end}", sent)
        assert answer.status_code in (200, 400, 409, 422), (number, sent)
        if "receipt__when" in answer.content.decode() and end in RECEIPTS:
            received += 1
            assert RECEIPTS[end].objects.filter(reference=doors.reference(answer)).exists(), sent
    assert received > 20
    assert not client.cookies


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xfe\x00what=%ff", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(500)), "application/x-www-form-urlencoded"),
        (b"what=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("address", ["/fr/f/", "/fr/p/", "/fr/f/more/", "/fr/p/more/"])
def test_a_broken_body_is_a_page_and_not_a_crash(address, content, kind):
    answer = Client().generic("POST", address, content, content_type=kind)
    assert answer.status_code in (200, 400, 413, 422)
