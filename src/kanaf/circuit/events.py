"""What the journal can say about protocols and silence."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

PROTOCOL_PUBLISHED = event(
    "circuit.protocol_published", _("Put a protocol in force"), keeps=["dispositif", "number", "digest"]
)
