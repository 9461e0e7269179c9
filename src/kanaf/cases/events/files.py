"""What the journal can say about opening, reading and due dates."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

CASE_OPENED = event("cases.opened", _("Opened the file"), keeps=["risk", "profile", "report"])
CASE_READ = event("cases.read", _("Read sealed parts of the file"), keeps=["compartments"])
DEADLINE_SET = event("cases.deadline_set", _("Something is due"), keeps=["key", "started_at", "due_at", "desk_owing"])
DEADLINE_MET = event("cases.deadline_met", _("What was due is done"), keeps=["key", "due_at"])
