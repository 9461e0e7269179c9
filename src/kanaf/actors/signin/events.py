"""What the journal can say about signing in."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

INVITED = event("actors.invited", _("Invited somebody to a desk"), keeps=["role"])
INVITATION_WITHDRAWN = event("actors.invitation_withdrawn", _("Withdrew an invitation"), keeps=["role"])
INVITATION_ACCEPTED = event("actors.invitation_accepted", _("Accepted an invitation"), keeps=["role", "account"])
SIGNED_IN = event("actors.signed_in", _("Signed in"), keeps=["by"])
PASSWORD_CHANGED = event("actors.password_changed", _("Changed the password"))
SESSIONS_ENDED = event("actors.sessions_ended", _("Ended sessions"), keeps=["count"])
FACTORS_FORGOTTEN = event("actors.factors_forgotten", _("Removed the second factor of a colleague"))
