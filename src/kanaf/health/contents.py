"""What health puts into each compartment: all of it is medical."""

from django.utils.translation import gettext_lazy as _

from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

MEDICAL = Compartment.MEDICAL

holds("health_request", _("examinations asked for, and when they are"), MEDICAL)
holds("health_visit", _("examinations asked for, and when they are"), MEDICAL)
holds("health_examination", _("examinations done, and what was given"), MEDICAL)
holds("health_limitanswer", _("examinations done, and what was given"), MEDICAL)
holds("health_followup", _("examinations done, and what was given"), MEDICAL)
holds("health_findings", _("findings, for doctors only"), MEDICAL)
holds("health_certificate", _("certificates and their copies"), MEDICAL)
holds("health_copy", _("certificates and their copies"), MEDICAL)
