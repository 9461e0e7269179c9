"""Addresses of the foundation."""

from django.urls import path

from kanaf.foundation import gallery, views

app_name = "foundation"
urlpatterns = [
    path("drafts/", views.save_draft, name="save_draft"),
    path("blank/", views.blank, name="blank"),
    path("leave/", views.leave, name="leave"),
    path("gallery/", gallery.show_gallery, name="gallery"),
    path("gallery/light/", gallery.show_light_gallery, name="light_gallery"),
    path("gallery/paper/", gallery.show_paper_gallery, name="paper_gallery"),
]
