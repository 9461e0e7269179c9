"""What the system administrator sees: accounts and desks, and no file of any child."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kanaf.actors import access, policies, services
from kanaf.actors.actor import ActorRequest
from kanaf.foundation import clock
from kanaf.foundation.pages import render

PAGE = 50


@require_safe
def list_accounts(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:80].replace("\x00", "")
    found = access.list_accounts(request.actor, words, clock.now())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "actors/list_accounts.html", {"page_obj": page, "words": words})


@require_POST
def close_account(request: ActorRequest, account_id: UUID) -> HttpResponse:
    account = access.get_account(request.actor, account_id, to=policies.can_close_account)
    services.close_account(actor=request.actor, account=account, at=clock.now())
    messages.success(request, _("The account is closed: no sign-in and no role until it is reopened."))
    return redirect("actors:list_accounts")


@require_POST
def reopen_account(request: ActorRequest, account_id: UUID) -> HttpResponse:
    account = access.get_account(request.actor, account_id, to=policies.can_close_account)
    services.reopen_account(actor=request.actor, account=account, at=clock.now())
    messages.success(request, _("The account is open again."))
    return redirect("actors:list_accounts")
