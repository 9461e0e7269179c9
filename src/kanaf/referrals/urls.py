"""Addresses of hand-overs."""

from django.urls import path

from kanaf.referrals import views

app_name = "referrals"
urlpatterns = [
    path("files/<uuid:case_id>/refer/", views.send, name="send"),
    path("referrals/<uuid:referral_id>/", views.show, name="show"),
    path("referrals/<uuid:referral_id>/receive/", views.receive, name="receive"),
    path("referrals/<uuid:referral_id>/accept/", views.accept, name="accept"),
    path("referrals/<uuid:referral_id>/decline/", views.decline, name="decline"),
    path("referrals/<uuid:referral_id>/finish/", views.finish, name="finish"),
    path("referrals/<uuid:referral_id>/revoke/", views.revoke, name="revoke"),
]
