"""The ground of the demonstration: organisations, desks, services, accounts, as told in the two JSON files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from kanaf.actors.models import (
    Account,
    Desk,
    DeskArea,
    Membership,
    Organisation,
    OrganisationName,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceName,
    Site,
)
from kanaf.territory import access as territory
from kanaf.territory.models import Place

HERE = Path(__file__).parent
LANGUAGES = ("fr", "ar", "en")
Told = Mapping[str, Any]

SERVICES: Mapping[str, tuple[str, str, str]] = {
    "listening": ("Accueil et écoute", "الاستقبال والاستماع", "Reception and listening"),
    "legal": ("Accompagnement juridique", "المواكبة القانونية", "Legal support"),
    "medical": (
        "Examen et certificat médical",
        "الفحص والشهادة الطبية",
        "Examination and medical certificate",
    ),
    "safety": ("Enquête et protection", "البحث والحماية", "Inquiry and protection"),
    "psychological": ("Soutien psychologique", "الدعم النفسي", "Psychological support"),
    "protection": (
        "Accueil sur décision du juge",
        "الإيداع بقرار قضائي",
        "Placement by decision of the judge",
    ),
    "shelter": ("Hébergement d'urgence", "الإيواء الاستعجالي", "Emergency shelter"),
    "education": ("Retour à l'école", "العودة إلى المدرسة", "Return to school"),
}


@dataclass(frozen=True)
class World:
    """Desks by slug and accounts by e-mail, ready to play."""

    desks: Mapping[str, Desk]
    accounts: Mapping[str, Account]


def _told(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def _place(code: str | None) -> Place | None:
    return territory.place_by_code(code) if code else None


@transaction.atomic
def build(today: date) -> World:
    """Make everything that stands before the first file is opened."""
    for told in _told("organisations.json")["organisations"]:
        _organisation(told)
    told = _told("desks.json")
    desks = {desk["slug"]: _desk(desk, today) for desk in told["desks"]}
    accounts = {account["email"]: _account(account, desks, today) for account in told["accounts"]}
    return World(desks, accounts)


def _organisation(told: Told) -> None:
    organisation = Organisation.objects.create(
        slug=told["slug"],
        kind=told["kind"],
        name=told["name"],
        country=told.get("country", "MA"),
        place=_place(told.get("place")),
        website=told.get("website", ""),
        sources=told["source"],
        is_demo=True,
    )
    for language in LANGUAGES:
        OrganisationName.objects.create(
            organisation=organisation,
            language=language,
            name=told[language],
            description=told.get(f"about_{language}", ""),
        )
    if "former_fr" in told:
        until = date.fromisoformat(told["former_until"])
        OrganisationName.objects.create(
            organisation=organisation, language="fr", name=told["former_fr"], valid_to=until
        )


def _desk(told: Told, today: date) -> Desk:
    organisation = Organisation.objects.create(
        slug=f"org-{told['slug']}",
        kind=told["org_kind"],
        name=told["fr"],
        place=_place(told.get("place")),
        is_demo=True,
    )
    for language in LANGUAGES:
        OrganisationName.objects.create(organisation=organisation, language=language, name=told[language])
    desk = Desk.objects.create(
        slug=told["slug"],
        organisation=organisation,
        kind=told["kind"],
        name=told["fr"],
        name_ar=told["ar"],
        name_en=told["en"],
        place=_place(told.get("place")),
        prefix=told.get("prefix", ""),
        takes_reports=told.get("takes_reports", False),
        is_shelter=told.get("is_shelter", False),
        phone_public=told.get("phone", ""),
        is_demo=True,
    )
    covered = dict.fromkeys(code for code in [told.get("place"), *told.get("covers", [])] if code)
    for priority, code in enumerate(covered, 1):
        DeskArea.objects.create(desk=desk, place=territory.place_by_code(code), priority=priority)
    if category := told.get("category"):
        _service(desk, category, today)
    return desk


def _service(desk: Desk, category: str, today: date) -> None:
    names = dict(zip(LANGUAGES, SERVICES[category], strict=True))
    service = Service.objects.create(
        slug=f"{desk.slug}-{category}",
        organisation=desk.organisation,
        desk=desk,
        name=names["fr"],
        categories=[category],
        minimum_age=0,
        maximum_age=17,
        who_may_refer=["professional"],
        is_shelter=desk.is_shelter,
        last_verified_on=today - timedelta(days=40),
        is_demo=True,
    )
    for language, desk_name in zip(LANGUAGES, (desk.name, desk.name_ar, desk.name_en), strict=True):
        ServiceName.objects.create(service=service, language=language, name=f"{names[language]} · {desk_name}")
    if desk.place:
        site = Site.objects.create(
            organisation=desk.organisation, name=desk.name, place=desk.place, is_shelter=desk.is_shelter, is_demo=True
        )
        ServiceAtLocation.objects.create(service=service, site=site)
    for code in ("ary", "ar", "fr"):
        ServiceLanguage.objects.create(service=service, code=code)


def _account(told: Told, desks: Mapping[str, Desk], today: date) -> Account:
    account = Account.objects.create_user(
        told["email"], None, name=told["name"], name_ar=told["ar"], language="fr", is_demo=True
    )
    for slug, role in told["posts"]:
        Membership.objects.create(account=account, desk=desks[slug], role=role, since=today - timedelta(days=400))
    return account
