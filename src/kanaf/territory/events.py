"""What the journal can say about the territory; settings hold no personal data, so values stay plain."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

PLACES_LOADED = event(
    "territory.places_loaded", _("Loaded the places of a country"), keeps=["country", "places", "census_rows"]
)
SETTING_ADDED = event("territory.setting_added", _("Added a setting"), keeps=["setting", "values"])
SETTING_CORRECTED = event("territory.setting_corrected", _("Corrected a setting"), keeps=["setting", "changes"])
SETTING_REVISED = event(
    "territory.setting_revised",
    _("Changed a setting from a date on"),
    keeps=["setting", "changes", "from_day", "replaces"],
)
