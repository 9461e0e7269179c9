"""What the journal can say about consent and assent."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

CONSENT_RECORDED = event(
    "cases.consent_recorded",
    _("Recorded an answer about consent"),
    keeps=["purpose", "desk_asked", "state", "legal_basis", "replaces", "holds_until"],
)
CONSENT_WITHDRAWN = event(
    "cases.consent_withdrawn",
    _("Recorded a withdrawal of consent"),
    keeps=["purpose", "desk_asked", "accesses_ended", "consent"],
)
CONSENT_ENDING = event(
    "cases.consent_ending", _("A consent comes to its end"), keeps=["purpose", "desk_asked", "holds_until"]
)
CONSENT_EXPIRED = event(
    "cases.consent_expired",
    _("A consent came to its end: nothing new is shared on it"),
    keeps=["purpose", "desk_asked", "accesses_ended"],
)
