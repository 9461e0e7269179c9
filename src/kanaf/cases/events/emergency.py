"""What the journal can say about emergency access."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

OPENED = event(
    "cases.emergency_opened", _("Opened the file in an emergency"), keeps=["reason", "hours", "until", "desk_lead"]
)
REFUSED = event("cases.emergency_refused", _("Asked for an emergency access that was refused"))
READ = event("cases.emergency_read", _("Read the file in an emergency"), keeps=["compartments"])
ENDED = event("cases.emergency_ended", _("The emergency access ended"), keeps=["how"])
REVIEWED = event("cases.emergency_reviewed", _("Reviewed an emergency access"), keeps=["outcome"])
REVIEW_LATE = event("cases.emergency_review_late", _("Nobody reviewed an emergency access in time"))
