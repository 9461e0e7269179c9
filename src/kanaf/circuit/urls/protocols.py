"""Addresses of protocols and of the version that a file follows."""

from django.urls import path

from kanaf.circuit.views import deciding, drafting, files, protocols

urlpatterns = [
    path("protocols/", protocols.list_protocols, name="list_protocols"),
    path("protocols/<uuid:version_id>/", protocols.show_version, name="show_version"),
    path("protocols/<uuid:version_id>/text/", protocols.show_text, name="show_text"),
    path("protocols/<uuid:version_id>/compare/<uuid:other_id>/", protocols.compare_versions, name="compare_versions"),
    path("protocols/<uuid:version_id>/next/", drafting.start_draft, name="start_draft"),
    path("protocols/<uuid:version_id>/elsewhere/", drafting.begin_protocol, name="begin_protocol"),
    path("protocols/<uuid:version_id>/edit/", drafting.edit_draft, name="edit_draft"),
    path("protocols/<uuid:version_id>/submit/", drafting.submit_draft, name="submit_draft"),
    path("protocols/<uuid:version_id>/withdraw/", drafting.withdraw_draft, name="withdraw_draft"),
    path("protocols/<uuid:version_id>/review/", deciding.review_version, name="review_version"),
    path("protocols/<uuid:version_id>/return/", deciding.return_version, name="return_version"),
    path("protocols/<uuid:version_id>/sign/", deciding.sign_version, name="sign_version"),
    path("protocols/<uuid:version_id>/publish/", deciding.publish_version, name="publish_version"),
    path("files/<uuid:case_id>/protocol/", files.move_file, name="move_file"),
]
