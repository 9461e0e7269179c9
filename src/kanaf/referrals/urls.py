"""Addresses of hand-overs."""

from django.urls import include, path

from kanaf.referrals import views, views_steps

app_name = "referrals"
urlpatterns = [
    path("files/<uuid:case_id>/refer/", views.send, name="send"),
    path("files/<uuid:case_id>/transfer/", views_steps.transfer, name="transfer"),
    path("referrals/<uuid:referral_id>/", views.show, name="show"),
    path("referrals/<uuid:referral_id>/receive/", views.receive, name="receive"),
    path("referrals/<uuid:referral_id>/ask/", views_steps.ask, name="ask"),
    path("referrals/<uuid:referral_id>/reply/", views_steps.reply, name="reply"),
    path("referrals/<uuid:referral_id>/accept/", views.accept, name="accept"),
    path("referrals/<uuid:referral_id>/decline/", views.decline, name="decline"),
    path("referrals/<uuid:referral_id>/reassign/", views_steps.reassign, name="reassign"),
    path("referrals/<uuid:referral_id>/begin/", views_steps.begin, name="begin"),
    path("referrals/<uuid:referral_id>/finish/", views.finish, name="finish"),
    path("referrals/<uuid:referral_id>/missed/", views_steps.miss, name="miss"),
    path("referrals/<uuid:referral_id>/revoke/", views.revoke, name="revoke"),
    path("referrals/<uuid:referral_id>/next/", views_steps.send_next, name="send_next"),
    path("", include("kanaf.referrals.sheets.urls")),
    path("", include("kanaf.referrals.conferences.urls")),
    path("", include("kanaf.referrals.stops.urls")),
]
