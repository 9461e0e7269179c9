"""The addresses of the directory and of its people."""

from django.urls import path

from kanaf.actors.views import administration, creating, details, directory, entries, people, proposals

app_name = "actors"
urlpatterns = [
    path("directory/", directory.list_services, name="list_services"),
    path("directory/print/", directory.print_services, name="print_services"),
    path("directory/services/<slug:slug>/", directory.show_service, name="show_service"),
    path("directory/services/<slug:slug>/verify/", entries.verify_service, name="verify_service"),
    path("directory/organisations/", entries.list_organisations, name="list_organisations"),
    path("directory/organisations/add/", creating.add_organisation, name="add_organisation"),
    path("directory/organisations/<slug:slug>/verify/", entries.verify_organisation, name="verify_organisation"),
    path("directory/organisations/<slug:slug>/sites/add/", creating.add_site, name="add_site"),
    path("directory/organisations/<slug:slug>/desks/add/", creating.open_desk, name="open_desk"),
    path(
        "directory/organisations/<slug:slug>/agreements/add/",
        creating.record_agreement,
        name="record_agreement",
    ),
    path("directory/organisations/<slug:slug>/", entries.show_organisation, name="show_organisation"),
    path(
        "directory/organisations/<slug:slug>/propose-service/",
        details.propose_service,
        name="propose_service",
    ),
    path("directory/desks/", entries.list_desks, name="list_desks"),
    path("directory/desks/<slug:slug>/", entries.show_desk, name="show_desk"),
    path("directory/desks/<slug:slug>/members/", people.list_members, name="list_members"),
    path("directory/desks/<slug:slug>/members/add/", people.add_member, name="add_member"),
    path(
        "directory/desks/<slug:slug>/members/<uuid:account_id>/absence/",
        people.cover_absence,
        name="cover_absence",
    ),
    path("directory/memberships/<uuid:membership_id>/end/", people.end_membership, name="end_membership"),
    path("directory/absences/<uuid:absence_id>/end/", people.end_absence, name="end_absence"),
    path("directory/proposals/", proposals.list_drafts, name="list_drafts"),
    path("directory/proposals/<uuid:draft_id>/", proposals.show_draft, name="show_draft"),
    path("directory/proposals/<uuid:draft_id>/approve/", proposals.approve_change, name="approve_change"),
    path("directory/proposals/<uuid:draft_id>/refuse/", proposals.refuse_change, name="refuse_change"),
    path("directory/<slug:entry>/<slug:slug>/propose/", details.propose_change, name="propose_change"),
    path("directory/<slug:entry>/<slug:slug>/details/", details.show_details, name="show_details"),
    path("directory/<slug:entry>/<slug:slug>/details/<slug:table>/add/", details.add_row, name="add_row"),
    path(
        "directory/<slug:entry>/<slug:slug>/details/<slug:table>/<uuid:row_id>/",
        details.edit_row,
        name="edit_row",
    ),
    path(
        "directory/<slug:entry>/<slug:slug>/details/<slug:table>/<uuid:row_id>/remove/",
        details.remove_row,
        name="remove_row",
    ),
    path("profile/", people.change_profile, name="change_profile"),
    path("administration/accounts/", administration.list_accounts, name="list_accounts"),
    path("administration/accounts/<uuid:account_id>/close/", administration.close_account, name="close_account"),
    path(
        "administration/accounts/<uuid:account_id>/reopen/",
        administration.reopen_account,
        name="reopen_account",
    ),
]
