"""Addresses of emergency access. No code of a file ever stands in one."""

from django.urls import path

from kanaf.cases.emergency import views

urlpatterns = [
    path("emergency/", views.list_emergencies, name="list_emergencies"),
    path("emergency/open/", views.break_glass, name="break_glass"),
    path("emergency/figures/", views.show_figures, name="emergency_figures"),
    path("emergency/<uuid:access_id>/", views.show_emergency, name="show_emergency"),
    path("emergency/<uuid:access_id>/file/", views.enter_file, name="enter_emergency"),
    path("emergency/<uuid:access_id>/end/", views.end_emergency, name="end_emergency"),
    path("emergency/<uuid:access_id>/review/", views.review_emergency, name="review_emergency"),
]
