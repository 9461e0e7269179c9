"""Addresses of the circuit."""

from kanaf.circuit.urls import alerts, public

app_name = "circuit"
urlpatterns = [*alerts.urlpatterns, *public.urlpatterns]
