"""Page: from how many on referrals are counted in the open."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for
from kanaf.mapping import policies
from kanaf.mapping.access.maps import least_in_force
from kanaf.mapping.forms.campaigns import LeastForm
from kanaf.mapping.services import settings as services
from kanaf.mapping.views.asking import Page, ask, done
from kanaf.territory import access as territory


@require_http_methods(["GET", "POST"])
def set_least(request: ActorRequest) -> HttpResponse:
    """The value in force, and the next one with its day."""
    if not policies.can_set_least(request.actor):
        raise Http404
    today = territory.today()
    now = least_in_force(today)
    form = form_for(request, LeastForm, initial={"least": now, "since": today})
    if form.is_valid():
        try:
            services.set_least(actor=request.actor, at=clock.now(), **form.cleaned_data)
        except services.NotLater:
            form.add_error("since", _("A later value is there already."))
        else:
            return done(request, _("The count is set."), "mapping:list")
    lead = _("Today: %(least)s. Readers who work at neither desk never see a smaller count.") % {"least": now}
    return ask(
        request, Page(_("Small counts"), reverse("mapping:list"), _("Mapping of actors"), _("Keep"), lead=lead), form
    )
