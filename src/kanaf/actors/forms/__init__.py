"""The forms of the directory and of its people."""

from kanaf.actors.forms.directory import ProposalForm, RefusalForm, SearchForm
from kanaf.actors.forms.people import AbsenceForm, MemberForm, ProfileForm

__all__ = ["AbsenceForm", "MemberForm", "ProfileForm", "ProposalForm", "RefusalForm", "SearchForm"]
