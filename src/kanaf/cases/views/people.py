"""Pages about the people of a file: search first, then pick or write down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access
from kanaf.cases.access import people
from kanaf.cases.duplicates import access as merges
from kanaf.cases.duplicates import services as duplicates
from kanaf.cases.enums import PartyRole
from kanaf.cases.forms.people import PersonForm, PickForm, SearchForm, role_choices
from kanaf.cases.people_words import first_guess, initial_of, theirs_of
from kanaf.cases.policies import OpenFile, can_identify
from kanaf.cases.policies_people import can_register, can_see_people
from kanaf.cases.services import registration
from kanaf.cases.views.working import draw
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment
from kanaf.persons import services as persons
from kanaf.persons.access import IndexIsAway
from kanaf.territory import access as territory

CHILDREN = {PartyRole.MAIN, PartyRole.SIBLING}
"""The parts of those whose brothers and sisters are of interest."""
MOST_KIN = 5
IDENTITY = [Compartment.IDENTITY]
ALREADY = gettext_lazy("The person of this file is registered already: correct what is written here.")


@require_GET
def show_people(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Who is in the file, and what they are to the child."""
    file = access.get_case(request.actor, case_id, to=can_see_people)
    parts = people.parts(file)
    access.note_reading(file, IDENTITY)
    context = {
        "file": file,
        "parts": [p for p in parts if p.party.role != PartyRole.ALLEGED_AUTHOR],
        "authors": [p for p in parts if p.party.role == PartyRole.ALLEGED_AUTHOR],
        "is_registered": any(p.party.role == PartyRole.MAIN for p in parts),
        "can_write": can_register(request.actor, file),
        "joined": merges.merges_of(request.actor, [p.person.id for p in parts], clock.now()),
        "today": territory.today(),
    }
    return render(request, "cases/people/show.html", context)


@require_GET
def add_party(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Which part the person has: the rest depends on it."""
    file = access.get_case(request.actor, case_id, to=can_register)
    return render(request, "cases/people/choose_part.html", {"file": file, "roles": role_choices()})


@require_http_methods(["GET", "POST"])
def register_person(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The person the file is for: a child most often, sometimes a mother, sometimes only a nickname."""
    return find_person(request, case_id, PartyRole.MAIN.value)


@require_http_methods(["GET", "POST"])
def find_person(request: ActorRequest, case_id: UUID, role: str) -> HttpResponse:
    """Search before writing down: by POST, so that no name stands in an address or a log."""
    file = access.get_case(request.actor, case_id, to=can_register)
    if role == PartyRole.MAIN and people.main_party(file):
        return _already(request, file)
    form = form_for(request, SearchForm)
    found, names_are_away = _search(request, file, form) if form.is_valid() else (None, False)
    about = {"names_are_away": names_are_away, **_about(role)}
    return draw(request, "cases/people/find.html", file, form, found=found, **about)


def _search(request: ActorRequest, file: OpenFile, form: Form) -> tuple[list[Any], bool]:
    """Who was found, and whether names could not be asked: a number is looked for all the same."""
    asked, now = {kind: form.cleaned_data[kind] for kind in ("name", "number")}, clock.now()
    names_are_away = False
    try:
        found = people.search(request.actor, **asked, at=now)
    except IndexIsAway:
        names_are_away, asked["name"] = True, ""
        found = people.search(request.actor, **asked, at=now)
    if by := "+".join(kind for kind in asked if asked[kind]):
        persons.note_search(actor=request.actor, file=file.case.id, by=by, found=len(found), at=now)
    return found, names_are_away


@require_POST
def pick_person(request: ActorRequest, case_id: UUID, role: str) -> HttpResponse:
    """The person found is the one: they join this file, whatever other files they are in."""
    file = access.get_case(request.actor, case_id, to=can_register)
    part, form = _part(role), PickForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        party = registration.join(
            actor=request.actor, case=case_id, role=part, person_id=form.cleaned_data["person"], at=clock.now()
        )
    except (registration.AlreadyRegistered, registration.IsAllegedAuthor) as refusal:
        return _refused(request, file, refusal)
    if part == PartyRole.MAIN:
        return _done(request, file, _("The person is registered."))
    if part == PartyRole.ALLEGED_AUTHOR:
        return _ask_about_conflict(request, party, _("The person is in the file."))
    messages.success(request, _("The person is in the file. Say what they are to the child."))
    return redirect("cases:edit_person", case_id, party.id)


@require_http_methods(["GET", "POST"])
def write_person(request: ActorRequest, case_id: UUID, role: str) -> HttpResponse:
    """Write down somebody new; people who look alike are shown once before."""
    file = access.get_case(request.actor, case_id, to=can_register)
    part = _part(role)
    form = _form_to_write(request, file, role)
    twins = _twins(request, file, role, form) if form.is_valid() else []
    kin = [candidate for candidate in twins if candidate.kin and part in CHILDREN]
    if form.is_valid():
        now = clock.now()
        try:
            party = registration.join(
                actor=request.actor, case=case_id, role=part, facts=form.facts, part=form.part, at=now
            )
        except registration.AlreadyRegistered:
            form.add_error(None, ALREADY)
        else:
            duplicates.remember_apart(actor=request.actor, person=party.person_id, others=form.told_apart, at=now)
            if kin:
                messages.info(request, _kin_words(kin))
            if part == PartyRole.ALLEGED_AUTHOR:
                return _ask_about_conflict(request, party, _("The person is written down."))
            return _done(request, file, _("The person is written down."))
    same = [candidate for candidate in twins if not candidate.kin]
    return draw(request, "cases/people/write.html", file, form, twins=same, kin=kin if same else [], **_about(role))


def _kin_words(kin: Sequence[Any]) -> str:
    """Brothers and sisters hold nothing up: they are named once the person is written down."""
    names = " · ".join(candidate.person.name for candidate in kin[:MOST_KIN])
    return ngettext(
        "Probably a brother or sister, known already: %(names)s. If it is so, add them to the file.",
        "Probably brothers and sisters, known already: %(names)s. If it is so, add them to the file.",
        len(kin),
    ) % {"names": names}


def _form_to_write(request: ActorRequest, file: OpenFile, role: str) -> PersonForm:
    """Fresh from a search, with its words in their boxes; else as posted, or as it was left."""
    about: dict[str, Any] = {"draft": f"cases:write_person:{file.case.id}:{role}", "role": role}
    about["today"] = territory.today()
    if "start" in request.POST:
        return PersonForm(initial=first_guess(request.POST), owner=request.actor.id, **about)
    return form_for(request, PersonForm, ask_compared="compared" in request.POST, **about)


def _twins(request: ActorRequest, file: OpenFile, role: str, form: PersonForm) -> list[Any]:
    """People who may be the same, until the worker says that they were compared, and their kin."""
    if form.cleaned_data["compared"]:
        return []
    now = clock.now()
    found = people.likely_twins(request.actor, form.facts, role, now)
    if found:
        persons.note_search(actor=request.actor, file=file.case.id, by="likeness", found=len(found), at=now)
    same = [candidate for candidate in found if not candidate.kin]
    if same:
        form.ask_to_compare(candidate.person.id for candidate in same)
    if asked := people.asks_for(same, form.facts):
        form.ask_for(asked)
    return found


@require_http_methods(["GET", "POST"])
def edit_person(request: ActorRequest, case_id: UUID, party_id: UUID) -> HttpResponse:
    """Correct a person; a correction made on an older version shows both."""
    file = access.get_case(request.actor, case_id, to=can_register)
    party = people.get_party(file, party_id)
    initial = initial_of(party, people.numbers_of(party.person), territory.today())
    form = form_for(
        request,
        PersonForm,
        draft=f"cases:edit_person:{party_id}",
        role=party.role,
        today=territory.today(),
        initial=initial,
        version=party.person.version,
    )
    if form.is_valid():
        try:
            _keep_correction(request, party, form)
        except StaleVersion as error:
            return stale(request, form, theirs_of(form, initial), error.current.version)
        except persons.KeptElsewhere:
            form.add_error(None, _("Another desk keeps what is written of this person: ask it for the correction."))
            return draw(request, "cases/people/edit.html", file, form, party=party)
        if party.role == PartyRole.ALLEGED_AUTHOR:
            return _ask_about_conflict(request, party, _("The correction is kept."))
        return _done(request, file, _("The correction is kept."))
    access.note_reading(file, IDENTITY)
    return draw(request, "cases/people/edit.html", file, form, party=party)


def _keep_correction(request: ActorRequest, party: Any, form: PersonForm) -> None:
    registration.edit_person(
        actor=request.actor,
        case=party.case_id,
        party_id=party.id,
        facts=form.facts,
        part=form.part,
        seen_version=form.seen_version,
        at=clock.now(),
    )


@require_http_methods(["GET", "POST"])
def end_party(request: ActorRequest, case_id: UUID, party_id: UUID) -> HttpResponse:
    """The person has no part in this file any more."""
    file = access.get_case(request.actor, case_id, to=can_identify)
    party = people.get_party(file, party_id)
    if request.method == "POST":
        registration.end_party(actor=request.actor, case=case_id, party_id=party_id, at=clock.now())
        return _done(request, file, _("The person has no part in this file any more."))
    access.note_reading(file, IDENTITY)
    return render(request, "cases/people/end.html", {"file": file, "party": party})


def _part(role: str) -> PartyRole:
    try:
        return PartyRole(role)
    except ValueError:
        raise Http404 from None


def _about(role: str) -> dict[str, Any]:
    part = _part(role)
    return {"role": part, "is_main": part == PartyRole.MAIN}


def _done(request: ActorRequest, file: OpenFile, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("cases:show_people", file.case.id)


def _ask_about_conflict(request: ActorRequest, party: Any, sentence: str) -> HttpResponse:
    """After an alleged author the next question is where they work, and whose kin they are."""
    messages.success(request, sentence)
    return redirect("cases:say_conflict", party.case_id, party.id)


def _already(request: ActorRequest, file: OpenFile) -> HttpResponse:
    messages.info(request, str(ALREADY))
    return redirect("cases:show_people", file.case.id)


def _refused(request: ActorRequest, file: OpenFile, refusal: Exception) -> HttpResponse:
    if isinstance(refusal, registration.IsAllegedAuthor):
        messages.error(
            request,
            _("This person is named as alleged author here: they cannot be listed among those who care for the child."),
        )
    else:
        messages.info(request, _("This person has that part in the file already."))
    return redirect("cases:show_people", file.case.id)
