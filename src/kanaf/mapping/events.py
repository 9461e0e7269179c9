"""What the journal can say about the mapping of actors: codes, ids and moments, never a word that somebody said."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

CAMPAIGN_OPENED = event("mapping.campaign_opened", _("Opened a mapping campaign"), keeps=["place"])
CAMPAIGN_CHANGED = event("mapping.campaign_changed", _("Changed a mapping campaign"), keeps=["status"])
TEAM_JOINED = event("mapping.team_joined", _("Added somebody to a mapping team"), keeps=["campaign", "account"])
TEAM_LEFT = event("mapping.team_left", _("Took somebody out of a mapping team"), keeps=["campaign", "account"])
PROSPECT_ADDED = event(
    "mapping.prospect_added", _("Added an actor to meet"), keeps=["campaign", "organisation", "kind"]
)
PROSPECT_CHANGED = event(
    "mapping.prospect_changed", _("Changed an actor to meet"), keeps=["campaign", "organisation", "status"]
)
INTERVIEW_KEPT = event("mapping.interview_kept", _("Wrote down an interview"), keeps=["campaign", "prospect", "number"])
INTERVIEW_READ = event("mapping.interview_read", _("Read an interview"), keeps=["campaign", "prospect"])
EDITS_PROPOSED = event(
    "mapping.edits_proposed", _("Proposed what an interview says for the directory"), keeps=["campaign", "drafts"]
)
WORKSHOP_HELD = event("mapping.workshop_held", _("Wrote down a workshop"), keeps=["campaign", "kind", "actors"])
ROLES_SAID = event("mapping.roles_said", _("Wrote down who does what"), keeps=["campaign", "workshop", "said_by"])
SERVICE_ANSWERED = event(
    "mapping.service_answered",
    _("Answered for a service"),
    keeps=["campaign", "service", "verdict", "digest", "is_own"],
)
SERVICE_CARRIED = event(
    "mapping.service_carried", _("Carried a confirmation to the directory"), keeps=["campaign", "service"]
)
LEAST_CHANGED = event(
    "mapping.least_changed", _("Changed from how many on referrals are counted"), keeps=["least", "since"]
)
