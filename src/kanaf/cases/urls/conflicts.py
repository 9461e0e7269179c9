"""Addresses of conflicts of interest."""

from django.urls import path

from kanaf.cases.views import conflicts

FILE = "files/<uuid:case_id>"

urlpatterns = [
    path(f"{FILE}/conflicts/", conflicts.list_conflicts, name="list_conflicts"),
    path(f"{FILE}/conflicts/<uuid:party_id>/say/", conflicts.say_conflict, name="say_conflict"),
    path(f"{FILE}/conflicts/<uuid:exclusion_id>/lift/", conflicts.lift_conflict, name="lift_conflict"),
    path("comparisons/", conflicts.list_author_alerts, name="list_author_alerts"),
    path("comparisons/<uuid:alert_id>/", conflicts.show_author_alert, name="show_author_alert"),
]
