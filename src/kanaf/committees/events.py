"""What the journal can say about committees: codes, ids and moments, never a word that somebody wrote."""

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.events import event

COMMITTEE_OPENED = event("committees.opened", _("Opened a committee"), keeps=["kind", "place"])
COMMITTEE_CHANGED = event(
    "committees.changed", _("Changed the settings of a committee"), keeps=["notice_days", "quorum_percent"]
)
SEAT_ADDED = event("committees.seat_added", _("Added a seat"), keeps=["committee", "category"])
SEAT_CHANGED = event(
    "committees.seat_changed",
    _("Changed a seat"),
    keeps=["committee", "category", "is_chair", "is_bound", "is_required", "ended"],
)
MEMBER_NAMED = event(
    "committees.member_named",
    _("Named somebody to a seat"),
    keeps=["committee", "seat", "is_substitute", "since", "until"],
)
MEMBER_LEFT = event("committees.member_left", _("Ended a term"), keeps=["committee", "seat", "until"])

MEETING_CONVENED = event(
    "committees.meeting_convened",
    _("Convened a meeting"),
    keeps=["committee", "starts_at", "notice_days", "desk_owing", "due_at"],
)
MEETING_CANCELLED = event("committees.meeting_cancelled", _("Cancelled a meeting"), keeps=["committee"])
AGENDA_CHANGED = event("committees.agenda_changed", _("Changed an agenda"), keeps=["committee", "item"])
MEETING_HELD = event(
    "committees.meeting_held",
    _("Wrote down who came to a meeting"),
    keeps=["committee", "seats", "represented", "needed", "quorum", "desk_owing", "held_at"],
)
MINUTES_DRAFTED = event(
    "committees.minutes_drafted", _("Wrote minutes"), keeps=["committee", "meeting", "desk_owing", "drafted_at"]
)
MINUTES_ADOPTED = event(
    "committees.minutes_adopted", _("Adopted minutes"), keeps=["committee", "meeting", "adopted_in"]
)
MINUTES_READ = event("committees.minutes_read", _("Read minutes"), keeps=["committee"])

ACTION_DECIDED = event(
    "committees.action_decided",
    _("Decided an action"),
    keeps=["committee", "meeting", "action", "desk_owing", "organisation_owing", "due_at"],
)
ACTION_MOVED = event(
    "committees.action_moved", _("Moved the date of an action"), keeps=["committee", "action", "desk_owing", "due_at"]
)
ACTION_CLOSED = event(
    "committees.action_closed", _("Answered for an action"), keeps=["committee", "action", "desk_owing", "state"]
)

PLAN_BEGUN = event("committees.plan_begun", _("Began an action plan"), keeps=["committee", "first_day", "last_day"])
OBJECTIVE_ADDED = event("committees.objective_added", _("Added an objective"), keeps=["committee", "plan"])
PLAN_ACTION_ADDED = event(
    "committees.plan_action_added",
    _("Added an action to the plan"),
    keeps=["committee", "plan", "action", "desk_owing", "organisation_owing", "due_at"],
)
PLAN_ACTION_REPORTED = event(
    "committees.plan_action_reported",
    _("Said how far an action of the plan has come"),
    keeps=["committee", "plan", "action", "progress", "percent"],
)

ANNEX_BROUGHT = event(
    "committees.annex_brought", _("Brought a file before the committee"), keeps=["committee", "meeting", "blocker"]
)
ANNEX_ANSWERED = event(
    "committees.annex_answered", _("Answered for a file before the committee"), keeps=["committee", "outcome"]
)
ANNEX_READ = event("committees.annex_read", _("Read the restricted annex"), keeps=["committee"])

FEED_MADE = event("committees.feed_made", _("Made a calendar address"))
FEED_REVOKED = event("committees.feed_revoked", _("Closed a calendar address"))
