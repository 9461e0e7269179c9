"""Addresses of the people, the incidents and the consents of a file."""

from django.urls import path

from kanaf.cases.views import consents, incidents, people

FILE = "files/<uuid:case_id>"

urlpatterns = [
    path(f"{FILE}/people/", people.show_people, name="show_people"),
    path(f"{FILE}/people/register/", people.register_person, name="register_person"),
    path(f"{FILE}/people/add/", people.add_party, name="add_party"),
    path(f"{FILE}/people/add/<slug:role>/", people.find_person, name="find_person"),
    path(f"{FILE}/people/add/<slug:role>/pick/", people.pick_person, name="pick_person"),
    path(f"{FILE}/people/add/<slug:role>/write/", people.write_person, name="write_person"),
    path(f"{FILE}/people/<uuid:party_id>/edit/", people.edit_person, name="edit_person"),
    path(f"{FILE}/people/<uuid:party_id>/end/", people.end_party, name="end_party"),
    path(f"{FILE}/incidents/", incidents.list_incidents, name="list_incidents"),
    path(f"{FILE}/incidents/add/", incidents.add_incident, name="add_incident"),
    path(f"{FILE}/incidents/<uuid:incident_id>/edit/", incidents.edit_incident, name="edit_incident"),
    path(f"{FILE}/consents/", consents.list_consents, name="list_consents"),
    path(f"{FILE}/consents/ask/", consents.ask_consent, name="ask_consent"),
    path(f"{FILE}/consents/<uuid:consent_id>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
]
