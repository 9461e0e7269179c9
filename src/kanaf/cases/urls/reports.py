"""Addresses of reports and complaints. Those of the public say nothing of what they are for."""

from django.urls import path

from kanaf.cases.views import complaints, public, reports, triage

urlpatterns = [
    path("f/", public.report, name="public_report"),
    path("f/more/", public.add, name="add_to_report"),
    path("p/", public.complain, name="public_complaint"),
    path("p/more/", public.follow_complaint, name="follow_complaint"),
    path("reports/", reports.list_reports, name="list_reports"),
    path("reports/new/", reports.record_report, name="record_report"),
    path("reports/<uuid:report_id>/", reports.read_report, name="read_report"),
    path("reports/<uuid:report_id>/read/", reports.mark_additions_read, name="mark_additions_read"),
    path("reports/<uuid:report_id>/pass/", reports.pass_report, name="pass_report"),
    path("reports/<uuid:report_id>/triage/", triage.triage_report, name="triage_report"),
    path("reports/<uuid:report_id>/confirm/", triage.confirm_triage, name="confirm_triage"),
    path("reports/<uuid:report_id>/send-back/", triage.send_back_triage, name="send_back_triage"),
    path("complaints/", complaints.list_complaints, name="list_complaints"),
    path("complaints/new/", complaints.record_complaint, name="record_complaint"),
    path("complaints/<uuid:complaint_id>/", complaints.read_complaint, name="read_complaint"),
    path("complaints/<uuid:complaint_id>/take/", complaints.take_complaint, name="take_complaint"),
    path("complaints/<uuid:complaint_id>/answer/", complaints.answer_complaint, name="answer_complaint"),
    path("complaints/<uuid:complaint_id>/pass/", complaints.pass_complaint, name="pass_complaint"),
]
