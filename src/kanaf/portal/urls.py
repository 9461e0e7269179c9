"""Addresses of the pages that compose the house."""

from django.urls import path

from kanaf.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/<slug:slug>/", views.show_desk, name="show_desk"),
    path("desk/<slug:slug>/waiting/", views.list_waiting, name="list_waiting"),
    path("desk/<slug:slug>/files/", views.list_files, name="list_files"),
    path("files/<uuid:case_id>/", views.show_file, name="show_file"),
    path("files/<uuid:case_id>/history/", views.show_history, name="show_history"),
    path("who-sees-what/", views.who_sees_what, name="who_sees_what"),
    path("search/", views.search, name="search"),
    path("search/typed/", views.search_as_typed, name="search_as_typed"),
]
