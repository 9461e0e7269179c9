"""Addresses of the work on a file, from the safety of tonight to closing."""

from django.urls import path

from kanaf.cases.views import assessments, closing, followup, plans, safety

FILE = "files/<uuid:case_id>"

urlpatterns = [
    path(f"{FILE}/safety/", safety.write_safety, name="write_safety"),
    path(f"{FILE}/risk/", safety.raise_risk, name="raise_risk"),
    path(f"{FILE}/assessment/", assessments.write_assessment, name="write_assessment"),
    path(f"{FILE}/assessment/<uuid:assessment_id>/approve/", assessments.approve_assessment, name="approve_assessment"),
    path(f"{FILE}/plan/", plans.write_plan, name="write_plan"),
    path(f"{FILE}/plan/<uuid:plan_id>/approve/", plans.approve_plan, name="approve_plan"),
    path(f"{FILE}/actions/<uuid:action_id>/finish/", plans.finish_action, name="finish_action"),
    path(f"{FILE}/contacts/add/", followup.record_contact, name="record_contact"),
    path(f"{FILE}/contacts/<uuid:contact_id>/edit/", followup.edit_contact, name="edit_contact"),
    path(f"{FILE}/notes/add/", followup.add_note, name="add_note"),
    path(f"{FILE}/notes/<uuid:note_id>/edit/", followup.edit_note, name="edit_note"),
    path(f"{FILE}/documents/", followup.list_attachments, name="list_attachments"),
    path(f"{FILE}/documents/add/", followup.add_attachment, name="add_attachment"),
    path(f"{FILE}/documents/<uuid:attachment_id>/", followup.download_attachment, name="download_attachment"),
    path(f"{FILE}/stage/", closing.move_stage, name="move_stage"),
    path(f"{FILE}/worker/", closing.assign_worker, name="assign_worker"),
    path(f"{FILE}/close/", closing.close_file, name="close_file"),
    path(f"{FILE}/close/<uuid:closure_id>/approve/", closing.approve_closure, name="approve_closure"),
    path(f"{FILE}/reopen/", closing.reopen_file, name="reopen_file"),
]
