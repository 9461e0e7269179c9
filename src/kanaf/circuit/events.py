"""What the journal can say about protocols and silence."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

VERSION = ("dispositif", "number")

PROTOCOL_DRAFTED = event("circuit.protocol_drafted", _("Began a version of a protocol"), keeps=[*VERSION, "based_on"])
PROTOCOL_WRITTEN = event("circuit.protocol_written", _("Wrote in a protocol"), keeps=[*VERSION, "mistakes"])
PROTOCOL_SUBMITTED = event(
    "circuit.protocol_submitted", _("Sent a protocol to the committee"), keeps=[*VERSION, "digest", "members"]
)
PROTOCOL_APPROVED = event("circuit.protocol_approved", _("Approved a protocol"), keeps=[*VERSION, "digest"])
PROTOCOL_RETURNED = event("circuit.protocol_returned", _("Sent a protocol back"), keeps=[*VERSION, "digest"])
PROTOCOL_SIGNED = event(
    "circuit.protocol_signed", _("Signed a protocol for an organisation"), keeps=[*VERSION, "digest", "organisation"]
)
PROTOCOL_WITHDRAWN = event("circuit.protocol_withdrawn", _("Withdrew a protocol"), keeps=[*VERSION])
PROTOCOL_PUBLISHED = event("circuit.protocol_published", _("Put a protocol in force"), keeps=[*VERSION, "digest"])
FILE_MOVED = event(
    "circuit.file_moved",
    _("Moved the file to another version of the protocol"),
    keeps=["version_from", "version_to", "reason", "appear", "disappear", "differ"],
)
RUNG_FACTS = ("rule", "about", "step", "rung", "told")
SILENCE = event(
    "circuit.silence",
    _("Nobody answered in time: told the next person"),
    keeps=RUNG_FACTS,
)
REMINDED = event("circuit.reminded", _("Reminded of what is soon due"), keeps=RUNG_FACTS)
DANGER_TOLD = event("circuit.danger_told", _("A high risk: told the supervisor at once"), keeps=RUNG_FACTS)
SHIFT_UNCOVERED = event("circuit.shift_uncovered", _("A turn of duty has nobody"), keeps=["starts_at", "told"])
SHIFT_SET = event("circuit.shift_set", _("Planned a turn of duty"), keeps=["starts_at", "ends_at", "person"])
SHIFT_REMOVED = event("circuit.shift_removed", _("Removed a turn of duty"), keeps=["starts_at", "ends_at", "person"])
ALERT_READ = event("circuit.alert_read", _("Read an alert"), keeps=["rule"])
