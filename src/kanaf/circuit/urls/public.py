"""Circuits for everybody."""

from django.urls import path

from kanaf.circuit.views import public

urlpatterns = [
    path("circuit/", public.list_circuits, name="list_circuits"),
    path("circuit/<slug:dispositif>/", public.show_circuit, name="show_circuit"),
    path("circuit/<slug:dispositif>/guide.pdf", public.download_guide, name="download_guide"),
    path("circuit/<slug:dispositif>/poster-<slug:paper>.<slug:form>", public.download_poster, name="download_poster"),
]
