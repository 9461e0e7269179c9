"""The way to the circuits, for everybody."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation import navigation

navigation.add(_("What happens next"), "circuit:list_circuits", shown_to=navigation.anybody, place="public", rank=15)
