"""Addresses of the circuit."""

from kanaf.circuit.urls import public

app_name = "circuit"
urlpatterns = [*public.urlpatterns]
