"""Addresses of health."""

from django.urls import path

from kanaf.health.views import care, certificates, files, lists, requests

REQUEST = "files/<uuid:case_id>/health/requests/<uuid:request_id>"

app_name = "health"
urlpatterns = [
    path("health/", lists.my_list, name="my_list"),
    path("health/<slug:slug>/", lists.show_list, name="show_list"),
    path("files/<uuid:case_id>/health/", files.show_file, name="show_file"),
    path("files/<uuid:case_id>/health/request/", requests.request_examination, name="request_examination"),
    path("files/<uuid:case_id>/health/register/", certificates.print_register, name="print_register"),
    path(f"{REQUEST}/withdraw/", requests.withdraw, name="withdraw"),
    path(f"{REQUEST}/refuse/", requests.refuse, name="refuse"),
    path(f"{REQUEST}/book/", requests.book, name="book"),
    path(f"{REQUEST}/done/", care.record_examination, name="record_examination"),
    path(f"{REQUEST}/limits/", care.answer_limits, name="answer_limits"),
    path(f"{REQUEST}/findings/", care.write_findings, name="write_findings"),
    path(f"{REQUEST}/follow-up/", care.plan_follow_ups, name="plan_follow_ups"),
    path(f"{REQUEST}/certificate/", certificates.issue_certificate, name="issue_certificate"),
    path("files/<uuid:case_id>/health/visits/<uuid:visit_id>/", requests.tell_visit, name="tell_visit"),
    path(
        "files/<uuid:case_id>/health/certificates/<uuid:certificate_id>/copy/",
        certificates.hand_copy,
        name="hand_copy",
    ),
    path(
        "files/<uuid:case_id>/health/follow-ups/<uuid:follow_up_id>/",
        care.change_follow_up,
        name="change_follow_up",
    ),
]
