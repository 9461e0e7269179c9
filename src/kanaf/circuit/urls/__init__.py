"""Addresses of the circuit."""

from kanaf.circuit.urls import alerts

app_name = "circuit"
urlpatterns = [*alerts.urlpatterns]
