"""What the journal can say about the people of a file. A minor author's own file is noted without naming it."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

CASE_REGISTERED = event("cases.registered", _("Registered the person the file is for"), keeps=["is_new"])
PARTY_ADDED = event("cases.party_added", _("Added a person to the file"), keeps=["role", "is_new"])
PARTY_CHANGED = event("cases.party_changed", _("Corrected a person’s part in the file"), keeps=["role"])
PARTY_ENDED = event("cases.party_ended", _("Ended a person’s part in the file"), keeps=["role"])
AUTHOR_PROTECTED = event("cases.author_protected", _("Opened a protected file for an author under 18"))
