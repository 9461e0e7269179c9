"""Addresses of case conferences."""

from django.urls import path

from kanaf.referrals.conferences import views

urlpatterns = [
    path("files/<uuid:case_id>/conferences/", views.list_conferences, name="list_conferences"),
    path("files/<uuid:case_id>/conferences/call/", views.call, name="call_conference"),
    path("conferences/<uuid:conference_id>/", views.show_conference, name="show_conference"),
    path("conferences/<uuid:conference_id>/move/", views.move, name="move_conference"),
    path("conferences/<uuid:conference_id>/cancel/", views.cancel, name="cancel_conference"),
    path("conferences/<uuid:conference_id>/hold/", views.hold, name="hold_conference"),
    path("conferences/<uuid:conference_id>/minutes/<slug:compartment>/", views.write_minutes, name="write_minutes"),
    path("conferences/<uuid:conference_id>/decide/", views.decide, name="decide"),
    path(
        "conferences/<uuid:conference_id>/decisions/<uuid:decision_id>/done/",
        views.finish_decision,
        name="finish_decision",
    ),
]
