"""Addresses of the circuit."""

from kanaf.circuit.urls import protocols

app_name = "circuit"
urlpatterns = [*protocols.urlpatterns]
