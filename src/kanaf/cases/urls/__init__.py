"""Addresses of the area."""

from kanaf.cases.duplicates import urls as duplicates
from kanaf.cases.emergency import urls as emergency
from kanaf.cases.urls import conflicts, files, people, reports, work

app_name = "cases"
urlpatterns = [
    *reports.urlpatterns,
    *files.urlpatterns,
    *work.urlpatterns,
    *people.urlpatterns,
    *emergency.urlpatterns,
    *conflicts.urlpatterns,
    *duplicates.urlpatterns,
]
