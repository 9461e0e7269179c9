"""What the journal can say about people: never a name, never a word that was searched for."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

PERSON_REGISTERED = event("persons.registered", _("Wrote down a person"))
PERSON_EDITED = event("persons.edited", _("Corrected a person’s details"), keeps=["fields"])
PEOPLE_SEARCHED = event("persons.searched", _("Searched for a person"), keeps=["by", "found"])
PERSON_ERASED = event("persons.erased", _("Erased a person’s details"))
PERSON_MERGED = event("persons.merged", _("Joined a record to another of the same person"))
PERSON_UNMERGED = event("persons.unmerged", _("Took a record apart from another again"))
