"""What the journal can say about incidents: the code, never the words."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

INCIDENT_RECORDED = event("cases.incident_recorded", _("Recorded an incident"), keeps=["form", "precision"])
INCIDENT_CHANGED = event("cases.incident_changed", _("Corrected an incident"), keeps=["form", "precision"])
MEDICAL_CLOCK_SET = event(
    "cases.medical_clock_set",
    _("Counted the medical limits from the incident"),
    keeps=["counted_from", "contraception"],
)
