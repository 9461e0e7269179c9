"""Addresses of records that may be of one person. No name and no code ever stands in one."""

from django.urls import path

from kanaf.cases.duplicates import views

PAIR = "duplicates/<uuid:pair_id>"

urlpatterns = [
    path("duplicates/", views.list_duplicates, name="list_duplicates"),
    path(f"{PAIR}/", views.show_pair, name="show_pair"),
    path(f"{PAIR}/join/", views.join_pair, name="join_pair"),
    path(f"{PAIR}/apart/", views.tell_apart, name="tell_apart"),
    path(f"{PAIR}/again/", views.ask_again, name="ask_pair_again"),
    path(f"{PAIR}/settle/", views.settle_pair, name="settle_pair"),
    path(f"{PAIR}/undo/", views.undo_pair, name="undo_pair"),
    path("known/<uuid:known_id>/", views.show_known, name="show_known"),
    path("known/<uuid:known_id>/called/", views.end_known, name="end_known"),
]
