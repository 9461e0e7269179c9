"""Who works at a desk, who stands in for whom, and one's own profile."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors import access, policies, services
from kanaf.actors.actor import ActorRequest
from kanaf.actors.forms import AbsenceForm, MemberForm, ProfileForm
from kanaf.actors.naming import person_name
from kanaf.foundation import clock
from kanaf.foundation.pages import render


@require_safe
def list_members(request: ActorRequest, slug: str) -> HttpResponse:
    """The colleagues of a desk, their roles, and who is away."""
    desk, now = access.get_desk(request.actor, slug), clock.now()
    context = {
        "desk": desk,
        "rows": access.members_of(request.actor, desk, now),
        "can_manage": policies.can_manage_desk(request.actor, desk),
        "now": now,
    }
    return render(request, "actors/list_members.html", context)


@require_http_methods(["GET", "POST"])
def add_member(request: ActorRequest, slug: str) -> HttpResponse:
    """Give somebody who has an account a role at this desk."""
    desk = access.get_desk(request.actor, slug, to=policies.can_manage_desk)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        with_instance_roles=policies.can_administer(request.actor),
    )
    if form.is_valid():
        if problem := _add(request, desk, form):
            form.add_error("email", problem)
        else:
            messages.success(request, _("The role is given. It holds from today."))
            return redirect("actors:list_members", slug=slug)
    context = {"desk": desk, "form": form}
    return render(request, "actors/add_member.html", context, status=422 if form.errors else 200)


def _add(request: ActorRequest, desk: Any, form: MemberForm) -> str:
    """The sentence that says why not, or nothing."""
    account = access.accounts_named(request.actor, desk, form.cleaned_data["email"])
    if account is None:
        return _("Nobody has an open account with this address. Invite the person first.")
    if not policies.can_give_role(request.actor, desk, account.pk, form.cleaned_data["role"]):
        return _("You cannot give this role to this person; another coordinator or the administrator can.")
    try:
        services.add_member(
            actor=request.actor, desk=desk, account=account, role=form.cleaned_data["role"], at=clock.now()
        )
    except services.AlreadyAMember:
        return _("This person already holds this role here.")
    return ""


@require_http_methods(["GET", "POST"])
def end_membership(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """Ask once, then end the role at once."""
    membership = access.get_membership(request.actor, membership_id)
    if request.method == "POST":
        services.end_membership(actor=request.actor, membership=membership, at=clock.now())
        messages.success(request, _("The role has ended. What the person did stays in the journal."))
        return redirect("actors:show_desk", slug=membership.desk.slug)
    return render(request, "actors/end_membership.html", {"membership": membership})


@require_http_methods(["GET", "POST"])
def cover_absence(request: ActorRequest, slug: str, account_id: UUID) -> HttpResponse:
    """Name who stands in for an absent colleague of this desk."""
    desk = access.get_desk(request.actor, slug, to=policies.can_manage_desk)
    members = access.members_of(request.actor, desk, clock.now())
    absent = access.member_among(members, account_id)
    colleagues = {m.account_id: m.account for m in members if m.account_id != account_id}
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        colleagues=[(str(pk), person_name(person)) for pk, person in colleagues.items()],
    )
    if form.is_valid() and _cover(request, absent, colleagues[UUID(form.cleaned_data["covered_by"])], form):
        messages.success(request, _("The stand-in is named."))
        return redirect("actors:list_members", slug=slug)
    context = {"desk": desk, "absent": absent, "form": form, "colleagues": colleagues}
    return render(request, "actors/cover_absence.html", context, status=422 if form.errors else 200)


def _cover(request: ActorRequest, absent: Any, stand_in: Any, form: AbsenceForm) -> bool:
    """A stand-in gets every post of the absent person, also those at desks managed by others."""
    now, period = clock.now(), {name: form.cleaned_data[name] for name in ("since", "until")}
    if not policies.can_name_cover(request.actor, access.posts_of(absent, now), stand_in.pk):
        form.add_error(None, _("This person also works elsewhere: ask the system administrator."))
        return False
    services.cover_absence(actor=request.actor, account=absent, covered_by=stand_in, at=now, **period)
    return True


@require_POST
def end_absence(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    absence = access.get_absence(request.actor, absence_id, clock.now())
    services.end_absence(actor=request.actor, absence=absence, at=clock.now())
    messages.success(request, _("The absence has ended."))
    return redirect("actors:change_profile")


@require_http_methods(["GET", "POST"])
def change_profile(request: ActorRequest) -> HttpResponse:
    """One's own name in both scripts, and the language one works in."""
    account = access.get_account(request.actor, request.actor.known_id)
    initial = {name: getattr(account, name) for name in ("name", "name_ar", "language", "phone")}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.change_profile(actor=request.actor, account=account, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("actors:change_profile")
    context = {
        "form": form,
        "account": account,
        "posts": access.my_posts(request.actor),
        "absences": access.my_absences(request.actor, clock.now()),
    }
    return render(request, "actors/change_profile.html", context, status=422 if form.errors else 200)
