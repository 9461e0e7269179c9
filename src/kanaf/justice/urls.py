"""Addresses of justice."""

from django.urls import path

from kanaf.justice.views import court, days, decisions, files, measures, sheets

PROCEDURE = "files/<uuid:case_id>/justice/procedures/<uuid:procedure_id>"
MEASURE = "files/<uuid:case_id>/justice/measures/<uuid:measure_id>"
SHEET = "files/<uuid:case_id>/justice/sheets/<uuid:sheet_id>"

app_name = "justice"
urlpatterns = [
    path("justice/", days.my_day, name="my_day"),
    path("justice/calendars/", days.list_feeds, name="list_feeds"),
    path("justice/calendars/<uuid:feed_id>/revoke/", days.revoke_feed, name="revoke_feed"),
    path("justice/<slug:slug>/", days.show_day, name="show_day"),
    path("c/<str:token>.ics", days.calendar, name="calendar"),
    path("files/<uuid:case_id>/justice/", files.show_file, name="show_file"),
    path("files/<uuid:case_id>/justice/decision/", decisions.write_decision, name="write_decision"),
    path(
        "files/<uuid:case_id>/justice/decisions/<uuid:decision_id>/approve/",
        decisions.approve_decision,
        name="approve_decision",
    ),
    path("files/<uuid:case_id>/justice/write/<slug:kind>/", sheets.write_sheet, name="write_sheet"),
    path(f"{SHEET}/", sheets.show_sheet, name="show_sheet"),
    path(f"{SHEET}/send/", sheets.send_sheet, name="send_sheet"),
    path(f"{SHEET}/acknowledge/", sheets.acknowledge_sheet, name="acknowledge_sheet"),
    path(f"{SHEET}/<slug:kind>/", sheets.take_sheet, name="take_sheet"),
    path("files/<uuid:case_id>/justice/procedures/add/", court.open_procedure, name="open_procedure"),
    path(f"{PROCEDURE}/close/", court.close_procedure, name="close_procedure"),
    path(f"{PROCEDURE}/call/", court.call_desk, name="call_desk"),
    path(f"{PROCEDURE}/hearing/", court.set_hearing, name="set_hearing"),
    path(f"{PROCEDURE}/requisition/", court.make_requisition, name="make_requisition"),
    path(f"{PROCEDURE}/step/", court.record_step, name="record_step"),
    path(f"{PROCEDURE}/minutes/", court.receive_minutes, name="receive_minutes"),
    path(f"{PROCEDURE}/measure/", measures.order_measure, name="order_measure"),
    path("files/<uuid:case_id>/justice/hearings/<uuid:hearing_id>/", court.tell_hearing, name="tell_hearing"),
    path(
        "files/<uuid:case_id>/justice/requisitions/<uuid:requisition_id>/",
        court.answer_requisition,
        name="answer_requisition",
    ),
    path(f"{MEASURE}/execute/", measures.execute_measure, name="execute_measure"),
    path(f"{MEASURE}/review/", measures.review_measure, name="review_measure"),
    path(f"{MEASURE}/end/", measures.end_measure, name="end_measure"),
    path(f"{MEASURE}/stay/", measures.admit, name="admit"),
    path("files/<uuid:case_id>/justice/stays/<uuid:stay_id>/", measures.follow_stay, name="follow_stay"),
]
