"""What the journal can say about attempts that were refused."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

ACCESS_REFUSED = event("journal.access_refused", _("Tried to open what is not theirs"), keeps=["route"])
