"""What the journal can say about access."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

ACCESS_GRANTED = event(
    "grants.access_granted",
    _("Opened a part of the file to a desk"),
    keeps=["desk_to", "compartments", "level", "reason", "until"],
)
ACCESS_OFFERED = event(
    "grants.access_offered",
    _("Offered a part of the file to a desk"),
    keeps=["desk_to", "compartments", "level", "reason", "until"],
)
ACCESS_TAKEN = event("grants.access_taken", _("Took up an offered access"), keeps=["basis"])
ACCESS_ENDED = event("grants.access_ended", _("Ended an access"), keeps=["desk_to", "basis", "reason"])
LEAD_MOVED = event("grants.lead_moved", _("The lead passed to another desk"), keeps=["desk_from", "desk_to"])
PERSON_LINKED = event("grants.person_linked", _("Added a person to the file"))
