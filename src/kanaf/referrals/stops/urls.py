"""Addresses of what was taken back."""

from django.urls import path

from kanaf.referrals.stops import views

urlpatterns = [
    path("files/<uuid:case_id>/stopped/", views.list_stops, name="list_stops"),
    path("stopped/<uuid:referral_id>/", views.show_stop, name="show_stop"),
    path("stopped/<uuid:referral_id>/acknowledge/", views.acknowledge_stop, name="acknowledge_stop"),
]
