"""What the journal can say about conflicts of interest. From whom a file is hidden is of its identity part."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

CONFLICT_SAID = event(
    "cases.conflict_said",
    _("Hid the file from an organisation or a person in conflict"),
    keeps=["organisation", "account", "party"],
)
CONFLICT_LIFTED = event(
    "cases.conflict_lifted",
    _("Took back a conflict of interest"),
    keeps=["organisation", "account", "party"],
)
NO_CONFLICT = event("cases.no_conflict", _("Asked about conflicts of interest: none known"), keeps=["party"])
AUTHOR_REPEATED = event("cases.author_repeated", _("Noticed an author named in several files"), keeps=["is_new"])
AUTHOR_COMPARED = event("cases.author_compared", _("Compared authors named in several files"), keeps=["decision"])
