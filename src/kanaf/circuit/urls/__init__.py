"""Addresses of the circuit."""

from kanaf.circuit.urls import alerts, protocols, public

app_name = "circuit"
urlpatterns = [*alerts.urlpatterns, *protocols.urlpatterns, *public.urlpatterns]
