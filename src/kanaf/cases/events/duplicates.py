"""What the journal can say about two records of perhaps one person."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

TOLD_APART = event("cases.told_apart", _("Said that two records are of two people"))
ASKED_AGAIN = event("cases.pair_asked_again", _("Opened the question about two records again"))
MERGE_PROPOSED = event("cases.merge_proposed", _("Proposed to join two records of one person"), keeps=["fields"])
MERGE_DONE = event("cases.merge_done", _("Joined two records of one person"), keeps=["fields", "reviewers"])
MERGE_REFUSED = event("cases.merge_refused", _("Refused to join two records"))
MERGE_UNDONE = event("cases.merge_undone", _("Took two records apart again"), keeps=["fields"])
DUPLICATES_FOUND = event(
    "cases.duplicates_found", _("Compared people who may be one"), keeps=["compared", "pairs", "told"]
)
KNOWN_ANSWERED = event("cases.known_answered", _("Answered about a child known elsewhere"), keeps=["answer"])
KNOWN_ENDED = event("cases.known_ended", _("Called the desk that may know the child"))
DUPLICATE_TOLD = event(
    "cases.duplicate_told", _("Told who may decide about people who may be one"), keeps=["about", "told"]
)
