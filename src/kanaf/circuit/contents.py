"""What the circuit puts into each compartment."""

from django.utils.translation import gettext_lazy as _

from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

holds("circuit_followedprotocol", _("which protocol the file follows"), Compartment.CORE)
holds("circuit_obligation", _("what is due, by whom and by when"), Compartment.CORE)
