"""Addresses of referral sheets; the short one stands on the paper."""

from django.urls import path

from kanaf.referrals.sheets import views

urlpatterns = [
    path("referrals/<uuid:referral_id>/sheets/", views.sheets, name="sheets"),
    path("referrals/<uuid:referral_id>/sheets/<uuid:sheet_id>/", views.show_sheet, name="show_sheet"),
    path("referrals/<uuid:referral_id>/sheets/<uuid:sheet_id>/paper/", views.paper, name="sheet_paper"),
    path("referrals/<uuid:referral_id>/sheets/<uuid:sheet_id>/withdraw/", views.withdraw, name="withdraw_sheet"),
    path("r/<str:token>/", views.answer, name="answer_sheet"),
]
