"""What the journal can say about protocols and silence."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

PROTOCOL_PUBLISHED = event(
    "circuit.protocol_published", _("Put a protocol in force"), keeps=["dispositif", "number", "digest"]
)
RUNG_FACTS = ("rule", "about", "step", "rung", "told")
SILENCE = event(
    "circuit.silence",
    _("Nobody answered in time: told the next person"),
    keeps=RUNG_FACTS,
)
REMINDED = event("circuit.reminded", _("Reminded of what is soon due"), keeps=RUNG_FACTS)
SHIFT_UNCOVERED = event("circuit.shift_uncovered", _("A turn of duty has nobody"), keeps=["starts_at", "told"])
SHIFT_SET = event("circuit.shift_set", _("Planned a turn of duty"), keeps=["starts_at", "ends_at", "person"])
SHIFT_REMOVED = event("circuit.shift_removed", _("Removed a turn of duty"), keeps=["starts_at", "ends_at", "person"])
ALERT_READ = event("circuit.alert_read", _("Read an alert"), keeps=["rule"])
