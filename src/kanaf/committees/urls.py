"""Addresses of the committees."""

from django.urls import path

from kanaf.committees.views import actions, annex, calendar, committees, meetings, minutes

app_name = "committees"
ONE, MEETING = "committees/<uuid:committee_id>", "meetings/<uuid:meeting_id>"
urlpatterns = [
    path("committees/", committees.list_all, name="list"),
    path("committees/open/", committees.open_one, name="open"),
    path("committees/actions/", actions.list_all, name="list_actions"),
    path(f"{ONE}/", committees.show, name="show"),
    path(f"{ONE}/settings/", committees.change_settings, name="change_settings"),
    path(f"{ONE}/seats/add/", committees.add_seat, name="add_seat"),
    path(f"{ONE}/seats/<uuid:seat_id>/", committees.change_seat, name="change_seat"),
    path(f"{ONE}/seats/<uuid:seat_id>/name/", committees.name_member, name="name_member"),
    path(f"{ONE}/terms/<uuid:term_id>/end/", committees.end_term, name="end_term"),
    path(f"{ONE}/convene/", meetings.convene, name="convene"),
    path(f"{ONE}/plan/", actions.plan, name="plan"),
    path(f"{ONE}/plan/begin/", actions.begin_plan, name="begin_plan"),
    path(f"{ONE}/plan/objective/", actions.add_objective, name="add_objective"),
    path(f"{ONE}/plan/<uuid:objective_id>/action/", actions.add_plan_action, name="add_plan_action"),
    path("committees/plan/<uuid:line_id>/progress/", actions.report_progress, name="report_progress"),
    path("committees/actions/<uuid:action_id>/close/", actions.close, name="close_action"),
    path("committees/actions/<uuid:action_id>/move/", actions.move, name="move_action"),
    path(f"{MEETING}/", meetings.show, name="meeting"),
    path(f"{MEETING}/cancel/", meetings.cancel, name="cancel"),
    path(f"{MEETING}/subjects/add/", meetings.add_item, name="add_item"),
    path(f"{MEETING}/subjects/<uuid:item_id>/remove/", meetings.remove_item, name="remove_item"),
    path(f"{MEETING}/attendance/", meetings.hold, name="hold"),
    path(f"{MEETING}/actions/add/", actions.decide, name="decide"),
    path(f"{MEETING}/invitation/", meetings.invitation, name="invitation"),
    path(f"{MEETING}/minutes/", minutes.show, name="minutes"),
    path(f"{MEETING}/minutes/write/", minutes.write, name="write_minutes"),
    path(f"{MEETING}/minutes/<uuid:minutes_id>/adopt/", minutes.adopt, name="adopt"),
    path(f"{MEETING}/minutes/pdf/<str:language>/", minutes.paper, name="minutes_paper"),
    path(f"{MEETING}/annex/", annex.show, name="annex"),
    path(f"{MEETING}/annex/bring/", annex.bring, name="bring"),
    path(f"{MEETING}/annex/<uuid:annex_id>/", annex.answer, name="answer_annex"),
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/make/", calendar.make, name="make_calendar"),
    path("calendar/revoke/", calendar.revoke, name="revoke_calendar"),
    path("calendar/feed/<str:token>/", calendar.feed, name="feed"),
]
