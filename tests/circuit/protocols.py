"""What the tests of protocols share: the real events, the real files, and a small protocol to spoil."""

import csv
import importlib
import pkgutil
from pathlib import Path

import kanaf
from kanaf.circuit.checking import check
from kanaf.circuit.reading import Refused, read_marked
from kanaf.foundation.events import EventKind, kinds

ROOT = Path(kanaf.__file__).parent
FILES = {path.stem: path for path in (ROOT / "circuit" / "protocols").glob("*.yaml")}


def all_kinds() -> list[EventKind]:
    """Every kind of event of every area, whoever was imported before."""
    for module in pkgutil.walk_packages(kanaf.__path__, "kanaf."):
        if "events" in module.name.split("."):
            importlib.import_module(module.name)
    return list(kinds)


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "territory" / "data" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


PLACES = [row["hcp"] for row in rows("crosswalk_hcp_iso3166_2")]

KINDS = all_kinds()
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}


def found_in(text: str) -> list[tuple[int, str]]:
    """Every mistake of a text, refused or only found by the check: (line, sentence)."""
    try:
        marked = read_marked(text)
    except Refused as refused:
        return [(problem.line, problem.sentence) for problem in refused.problems]
    return [(one.line, one.sentence) for one in check(marked.protocol, KINDS, places=PLACES, marks=marked.marks)]


SMALL = """\
# A small circuit.
format: 1
protocol: small
name: {fr: Petit circuit, ar: مسار صغير, en: Small circuit}
country: MA
places: ['01.511']
source: Essai
stages:
  - key: detection
    name: {fr: Repérage, ar: الرصد, en: Detection}
    basket: [listening, street]
  - key: support
    name: {fr: Accompagnement, ar: المواكبة, en: Support}
tracks:
  - key: administrative
    name: {fr: Voie administrative, ar: المسطرة الإدارية, en: Administrative way}
pathways:
  - profile: victim
    name: {fr: Victime, ar: ضحية, en: Victim}
    stages: [detection, support]
    tracks: [administrative]
doors:
  - key: public
    name: {fr: Toute personne, ar: أي شخص, en: Anybody}
    channels: [public_form]
obligations:
  - key: first_contact
    name: {fr: Premier contact, ar: أول اتصال, en: First contact}
    stage: detection
    owner: lead
    begins:
      - event: cases.opened
      - event: cases.risk_raised
        with: {after: [high]}
        risk: high
    delays: {high: 24 h, medium: 72 h, low: 7 d}
    clock: working
    done:
      - event: cases.contact_recorded
        with: {child_seen: [true]}
    ends:
      - event: cases.closed
    ladder:
      - {after: -4 h, tell: duty}
      - {after: 0 h, tell: coordinator}
      - {after: 24 h, tell: supervisor}
    law: {reference: Circulaire 11/2019, as_of: 2026-11-23}
    confirmed: false
  - key: referral_answer
    name: {fr: Répondre, ar: الجواب, en: Answer}
    stage: support
    owner: desk_to
    begins:
      - event: referrals.sent
        about: referral
        risk: urgency
    delays: {high: 24 h, medium: 72 h, low: 7 d}
    clock: working
    done:
      - event: referrals.accepted
        about: referral
    confirmed: true
handovers:
  - {from: upe, to: hospital_unit, documents: [referral_sheet, consent]}
"""
