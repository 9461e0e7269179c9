"""The first text of a sheet, out of the file as its author may read it: what is closed to the author is not in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.cases.access import incidents, people, work
from kanaf.cases.enums import FindingDomain, PartyRole
from kanaf.cases.models import CaseParty, Incident
from kanaf.cases.policies import OpenFile
from kanaf.foundation import words
from kanaf.grants.enums import Compartment
from kanaf.justice.access import folder
from kanaf.justice.enums import ChildAgrees, SheetKind, Topic
from kanaf.territory import access as territory

ORDER: Mapping[SheetKind, tuple[str, ...]] = {
    SheetKind.PROSECUTOR: ("child", "people", "facts", "safety", "done", "views", "asked"),
    SheetKind.INQUIRY: ("child", "people", "home", "schooling", "safety", "done", "views", "proposal"),
}
TITLES: Mapping[str, str | Promise] = {
    "child": gettext_lazy("The child"),
    "people": gettext_lazy("The people around the child"),
    "facts": gettext_lazy("What happened, as far as we know"),
    "home": gettext_lazy("Home and family"),
    "schooling": gettext_lazy("School and activities"),
    "safety": gettext_lazy("The safety of the child today"),
    "done": gettext_lazy("What was done so far"),
    "views": gettext_lazy("What the child says"),
    "asked": gettext_lazy("What we ask"),
    "proposal": gettext_lazy("What we propose, in the child's best interests"),
    **{topic.value: topic.label for topic in Topic},
}
NEEDED = frozenset({"child", "facts", "asked", "proposal"})
HINTS: Mapping[str, str | Promise] = {
    "facts": gettext_lazy("Facts and the child's own words. No judgment, no diagnosis."),
    "asked": gettext_lazy("An inquiry, a safe place tonight, a hearing in a child-friendly room: what you hope for."),
    "proposal": gettext_lazy("What you propose to the judge, and why."),
}


@dataclass(frozen=True)
class Part:
    """One section of a sheet."""

    key: str
    title: str
    text: str


def compose(file: OpenFile, kind: SheetKind, language: str, day: date) -> dict[str, str]:
    """Each section with what the file says of it, in the language of the sheet."""
    with translation.override(language):
        return {key: "\n".join(line for line in _WRITERS[key](file, day) if line) for key in ORDER[kind]}


def parts_of(content: Mapping[str, str], kind: SheetKind, language: str) -> list[Part]:
    """The sections that hold words, in their order, titled in the language of the sheet."""
    with translation.override(language):
        keys = [*ORDER[kind], *Topic.values]
        return [Part(key, str(TITLES[key]), content[key]) for key in keys if content.get(key)]


def _child(file: OpenFile, day: date) -> Iterator[str]:
    case = file.case
    main = people.main_party(file)
    if main:
        names = [name for name in (main.person.name, main.person.name_ar) if name]
        yield _("Name: %(name)s") % {"name": " · ".join(dict.fromkeys(names))} if names else ""
        if main.person.born_on and not main.person.is_birth_estimated:
            yield _("Born on %(day)s") % {"day": words.date_text(main.person.born_on)}
    age = people.age_now(file, day)
    estimate = case.is_age_estimated or bool(main and main.person.is_birth_estimated)
    yield words.person_text(case.sex, years=age, is_estimate=estimate)
    yield case.place.full_name


def _people(file: OpenFile, _day: date) -> Iterator[str]:
    for party in people.parties(file):
        if party.role not in {PartyRole.MAIN, PartyRole.REPORTER}:
            yield _party(party)


def _party(party: CaseParty) -> str:
    relation = territory.label_of("caregiver_relation", party.relation) if party.relation else ""
    said = [party.person.name or party.person.name_ar or _("name not known"), party.get_role_display(), relation]
    return " · ".join(part for part in said if part)


def _facts(file: OpenFile, _day: date) -> Iterator[str]:
    for incident in incidents.incidents(file):
        yield from _incident(incident)
        yield " "


def _incident(incident: Incident) -> Iterator[str]:
    form = territory.label_of("violence_form", incident.form)
    when = words.exact(incident.happened_at) if incident.happened_at else _("date not known")
    place = incident.place.full_name if incident.place else ""
    yield " · ".join(part for part in (form, when, place) if part)
    if incident.author_relation:
        relation = territory.label_of("author_relation", incident.author_relation)
        yield _("Alleged author: %(relation)s") % {"relation": relation}
    yield incident.narrative or ""


def _finding(domain: FindingDomain) -> Callable[[OpenFile, date], Iterator[str]]:
    def write(file: OpenFile, _day: date) -> Iterator[str]:
        assessment = work.approved_assessment(file)
        yield ((assessment.findings or {}) if assessment else {}).get(domain.value, "")

    return write


def _home(file: OpenFile, day: date) -> Iterator[str]:
    yield from _finding(FindingDomain.FAMILY)(file, day)
    yield from _finding(FindingDomain.HOUSING)(file, day)


def _safety(file: OpenFile, _day: date) -> Iterator[str]:
    plan = work.current_safety(file)
    if plan is None:
        return
    yield _("The child is safe tonight.") if plan.is_safe_tonight else _("The child is not safe tonight.")
    yield plan.sleeps_where or ""
    if plan.author_has_access:
        yield _("The alleged author has access to the child.")
    yield plan.what_we_do or ""


def _done(file: OpenFile, _day: date) -> Iterator[str]:
    """What was done, as days and kinds: notes of interviews stay in the file."""
    for contact in reversed(work.contacts(file)):
        if contact.compartment == Compartment.SOCIAL:
            yield f"{words.date_text(words.local(contact.at).date())} · {contact.get_kind_display()}"


def _views(file: OpenFile, _day: date) -> Iterator[str]:
    decision = folder.latest_decision(file)
    if decision:
        yield decision.child_view or ""
        yield "" if decision.child_agrees == ChildAgrees.AGREES else str(decision.get_child_agrees_display())
        return
    assessment = work.approved_assessment(file)
    yield (assessment.child_views or "") if assessment else ""


def _proposal(file: OpenFile, _day: date) -> Iterator[str]:
    plan = work.approved_plan(file)
    yield (plan.best_interests or "") if plan else ""


def _asked(_file: OpenFile, _day: date) -> Iterator[str]:
    yield ""


_WRITERS: Mapping[str, Callable[[OpenFile, date], Iterator[str]]] = {
    "child": _child,
    "people": _people,
    "facts": _facts,
    "home": _home,
    "schooling": _finding(FindingDomain.SCHOOLING),
    "safety": _safety,
    "done": _done,
    "views": _views,
    "asked": _asked,
    "proposal": _proposal,
}
