"""Addresses of alerts and of duty."""

from django.urls import path

from kanaf.circuit.views import alerts, duty

urlpatterns = [
    path("alerts/", alerts.list_alerts, name="list_alerts"),
    path("alerts/<uuid:alert_id>/read/", alerts.read_alert, name="read_alert"),
    path("desk/<slug:slug>/duty/", duty.show_duty, name="show_duty"),
    path("desk/<slug:slug>/duty/plan/", duty.plan_shift, name="plan_shift"),
    path("desk/<slug:slug>/duty/<uuid:shift_id>/remove/", duty.remove_shift, name="remove_shift"),
]
