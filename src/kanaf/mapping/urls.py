"""Addresses of the mapping."""

from django.urls import path

from kanaf.mapping.views import campaigns, gaps, interviews, network, prospects, settings, validation, workshops

app_name = "mapping"
ONE = "mapping/<uuid:campaign_id>"
ACTOR, WORKSHOP = f"{ONE}/actors/<uuid:prospect_id>", f"{ONE}/workshops/<uuid:workshop_id>"
urlpatterns = [
    path("mapping/", campaigns.list_all, name="list"),
    path("mapping/open/", campaigns.open_one, name="open"),
    path("mapping/asked/", validation.asked, name="asked"),
    path("mapping/gaps/", gaps.show, name="gaps"),
    path("mapping/gaps/fill/", gaps.fill, name="fill_gap"),
    path("mapping/network/", network.show, name="network"),
    path("mapping/least/", settings.set_least, name="set_least"),
    path(f"{ONE}/", campaigns.show, name="show"),
    path(f"{ONE}/change/", campaigns.change, name="change"),
    path(f"{ONE}/team/add/", campaigns.join_team, name="join_team"),
    path(f"{ONE}/team/<uuid:member_id>/leave/", campaigns.leave_team, name="leave_team"),
    path(f"{ONE}/actors/add/", prospects.add, name="add_actor"),
    path(f"{ACTOR}/", prospects.show, name="actor"),
    path(f"{ACTOR}/change/", prospects.change, name="change_actor"),
    path(f"{ACTOR}/interview/", interviews.write, name="interview"),
    path(f"{ACTOR}/propose/", interviews.propose, name="propose"),
    path(f"{ONE}/workshops/add/", workshops.hold, name="hold"),
    path(f"{WORKSHOP}/", workshops.show, name="workshop"),
    path(f"{WORKSHOP}/room/", workshops.agree, name="agree"),
    path(f"{WORKSHOP}/says/<uuid:prospect_id>/", workshops.say, name="say"),
    path(f"{ONE}/roles/", workshops.roles, name="roles"),
    path(f"{ONE}/services/", validation.show, name="services"),
    path(f"{ONE}/services/pdf/<str:language>/", validation.paper, name="services_paper"),
    path(f"{ONE}/services/<uuid:service_id>/", validation.answer, name="answer"),
    path(f"{ONE}/services/carry/<uuid:validation_id>/", validation.carry, name="carry"),
]
