"""Our own pages of sign-in; those of the library are in ``library``."""

from django.urls import path

from kanaf.actors.signin import oidc, views

app_name = "signin"
urlpatterns = [
    path("accounts/factor/choose/", views.choose_factor, name="choose_factor"),
    path("accounts/sessions/", views.list_sessions, name="list_sessions"),
    path("accounts/sessions/others/end/", views.end_other_sessions, name="end_other_sessions"),
    path("accounts/sessions/<uuid:session_id>/end/", views.end_session, name="end_session"),
    path("accounts/invitations/", views.list_invitations, name="list_invitations"),
    path("accounts/invitations/new/", views.invite, name="invite"),
    path("accounts/invitations/<uuid:invitation_id>/again/", views.invite_again, name="invite_again"),
    path(
        "accounts/invitations/<uuid:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("accounts/invitation/<slug:token>/", views.accept_invitation, name="accept_invitation"),
    path("accounts/<uuid:account_id>/factors/forget/", views.forget_factors, name="forget_factors"),
    path("accounts/organisation/start/", oidc.start_oidc, name="start_oidc"),
    path("accounts/organisation/finish/", oidc.finish_oidc, name="finish_oidc"),
    path("accounts/demo/", views.list_personas, name="list_personas"),
    path("accounts/demo/<uuid:account_id>/", views.become_persona, name="become_persona"),
]
