"""What the circuit puts into each compartment."""

from django.utils.translation import gettext_lazy as _

from kanaf.circuit.protocol import COMPARTMENTS
from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

OF_RULES = (Compartment.CORE, *(Compartment(part) for part in COMPARTMENTS.values()))

holds("circuit_followedprotocol", _("which protocol the file follows"), Compartment.CORE)
holds("circuit_obligation", _("what is due, by whom and by when"), *OF_RULES)
