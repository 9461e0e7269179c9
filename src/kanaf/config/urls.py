"""Every address of Kanaf; each area names its own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("accounts/", include("kanaf.actors.signin.library")),
    path("", include("kanaf.foundation.urls")),
    path("", include("kanaf.territory.urls")),
    path("", include("kanaf.actors.signin.urls")),
    path("", include("kanaf.actors.urls")),
    path("", include("kanaf.cases.urls")),
    path("", include("kanaf.circuit.urls")),
    path("", include("kanaf.referrals.urls")),
    path("", include("kanaf.committees.urls")),
    path("", include("kanaf.mapping.urls")),
    path("", include("kanaf.justice.urls")),
    path("", include("kanaf.health.urls")),
    path("", include("kanaf.portal.urls")),
)

handler400 = "kanaf.foundation.errors.bad_request"
handler403 = "kanaf.foundation.errors.permission_denied"
handler404 = "kanaf.foundation.errors.page_not_found"
handler500 = "kanaf.foundation.errors.server_error"
