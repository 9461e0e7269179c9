"""The forms of the directory and of its people."""

from kanaf.actors.forms.creating import AgreementForm, DeskForm
from kanaf.actors.forms.directory import RefusalForm, SearchForm
from kanaf.actors.forms.editing import EditForm
from kanaf.actors.forms.people import AbsenceForm, MemberForm, ProfileForm

__all__ = [
    "AbsenceForm",
    "AgreementForm",
    "DeskForm",
    "EditForm",
    "MemberForm",
    "ProfileForm",
    "RefusalForm",
    "SearchForm",
]
