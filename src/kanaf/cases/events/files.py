"""What the journal can say about opening and reading."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

CASE_OPENED = event("cases.opened", _("Opened the file"), keeps=["risk", "profile", "report"])
CASE_READ = event("cases.read", _("Read sealed parts of the file"), keeps=["compartments"])
