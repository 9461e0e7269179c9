"""Addresses of the territory."""

from django.urls import path

from kanaf.territory import views

app_name = "territory"
urlpatterns = [
    path("places/", views.search_places, name="search_places"),
    path("places/suggest/", views.suggest_places, name="suggest_places"),
    path("settings/", views.list_settings, name="list_settings"),
    path("settings/<slug:kind>/", views.list_kind, name="list_kind"),
    path("settings/<slug:kind>/add/", views.add_setting, name="add_setting"),
    path("settings/<slug:kind>/<uuid:setting_id>/", views.edit_setting, name="edit_setting"),
]
