"""What justice puts into each compartment: all of it is judicial."""

from django.utils.translation import gettext_lazy as _

from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

JUDICIAL = Compartment.JUDICIAL

holds("justice_reportdecision", _("whether and why justice was told"), JUDICIAL)
holds("justice_sheet", _("reports to the prosecutor, and their receipts"), JUDICIAL)
holds("justice_procedure", _("procedures and their steps"), JUDICIAL)
holds("justice_step", _("procedures and their steps"), JUDICIAL)
holds("justice_requisition", _("what justice asks for"), JUDICIAL)
holds("justice_minutes", _("minutes drawn by the police"), JUDICIAL)
holds("justice_hearing", _("hearings"), JUDICIAL)
holds("justice_measure", _("measures, their reviews and stays in a centre"), JUDICIAL)
holds("justice_review", _("measures, their reviews and stays in a centre"), JUDICIAL)
holds("justice_stay", _("measures, their reviews and stays in a centre"), JUDICIAL)
