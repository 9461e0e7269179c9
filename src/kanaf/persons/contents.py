"""What people put into each compartment."""

from django.utils.translation import gettext_lazy as _

from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

WHO = _("who is in the file: names, birth date, numbers, address, relation")

holds("persons_person", WHO, Compartment.IDENTITY)
holds("persons_identifier", WHO, Compartment.IDENTITY)
