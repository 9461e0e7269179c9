"""What hand-overs put into each compartment; a referral itself is read by its two desks."""

from django.utils.translation import gettext_lazy as _

from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

holds("referrals_transfersummary", _("the summary that both teams keep of a file that moved"), Compartment.CORE)
holds("referrals_stopnotice", _("consent: asked of whom, answered what"), Compartment.SOCIAL)
holds("referrals_conferenceminute", _("minutes of case conferences about that part"), *Compartment)
