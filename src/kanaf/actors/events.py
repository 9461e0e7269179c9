"""What the journal can say about the directory and the people who work in it."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

MEMBER_ADDED = event("actors.member_added", _("Gave a role at a desk"), keeps=["account", "role"])
MEMBERSHIP_ENDED = event("actors.membership_ended", _("Ended a role at a desk"), keeps=["account", "role"])
ABSENCE_COVERED = event(
    "actors.absence_covered", _("Named a stand-in for an absent colleague"), keeps=["covered_by", "until"]
)
ABSENCE_ENDED = event("actors.absence_ended", _("Ended an absence"), keeps=["covered_by"])
PROFILE_CHANGED = event("actors.profile_changed", _("Changed her or his profile"))
ACCOUNT_CLOSED = event("actors.account_closed", _("Closed an account"))
ACCOUNT_REOPENED = event("actors.account_reopened", _("Reopened an account"))
CHANGE_PROPOSED = event("actors.change_proposed", _("Proposed a change of the directory"), keeps=["target"])
CHANGE_APPROVED = event("actors.change_approved", _("Approved a change of the directory"), keeps=["target"])
CHANGE_REFUSED = event("actors.change_refused", _("Refused a change of the directory"), keeps=["target"])
SERVICE_VERIFIED = event("actors.service_verified", _("Verified a service"))
AGREEMENT_RECORDED = event("actors.agreement_recorded", _("Recorded an agreement"), keeps=["status"])
ORGANISATION_VERIFIED = event("actors.organisation_verified", _("Verified an organisation"))
ORGANISATION_ADDED = event("actors.organisation_added", _("Added an organisation to the directory"))
SITE_ADDED = event("actors.site_added", _("Added a site to the directory"))
DESK_OPENED = event("actors.desk_opened", _("Opened a desk"))
