"""What is kept or made unreadable of committees: no row of theirs hangs on a child."""

from kanaf.foundation.erasure import keep, seal

CODES = "Codes, numbers, moments and settings of a committee: they name nobody."
LINKS = "Ids of our own records: committees, meetings, places, desks and organisations."
WORKERS = "Which professional did it, or sat there, and when: the account of a public duty is kept."
WORDS = "Words of a committee, which may name professionals: unreadable once its key is destroyed."
ANNEX = (
    "The code of a file: unreadable once the key of the annex is destroyed, and it leads to nobody once the file"
    " itself is erased, because its own code is replaced."
)
FEED = "A blind index of a calendar address: it opens nothing once the address is closed."

keep(
    "committees.CommitteeKind",
    "id code order label_fr label_ar label_en mandate_fr mandate_ar mandate_en reference reference_on notice_days"
    " quorum_percent has_plan valid_from valid_to source verified",
    why=CODES,
)
keep("committees.KindSeat", "id kind category order is_chair is_bound is_required", why=CODES)
keep("committees.Committee", "id annex kind place desk", why=LINKS)
keep(
    "committees.Committee",
    "name_fr name_ar name_en notice_days quorum_percent opened_at is_active is_demo version",
    why=CODES,
)
keep("committees.Seat", "id committee", why=LINKS)
keep("committees.Seat", "category order is_chair is_bound is_required ended_on version", why=CODES)
keep("committees.Term", "id committee seat desk organisation", why=LINKS)
keep("committees.Term", "account is_substitute since until named_by", why=WORKERS)
seal("committees.Term", "name", why=WORDS)
keep("committees.Meeting", "id committee", why=LINKS)
keep(
    "committees.Meeting",
    "number starts_at ends_at status notice_days quorum_percent convened_at held_at cancelled_at is_demo version",
    why=CODES,
)
keep("committees.Meeting", "convened_by", why=WORKERS)
seal("committees.Meeting", "venue", why=WORDS)
keep("committees.AgendaItem", "id committee meeting order presented_by", why=LINKS)
keep("committees.AgendaItem", "added_by", why=WORKERS)
seal("committees.AgendaItem", "title", why=WORDS)
keep("committees.Attendance", "id committee meeting seat term", why=LINKS)
keep("committees.Attendance", "presence noted_by", why=WORKERS)
seal("committees.Attendance", "guest", why=WORDS)
keep("committees.Minutes", "id committee meeting adopted_in", why=LINKS)
keep("committees.Minutes", "status version", why=CODES)
keep("committees.Minutes", "drafted_by drafted_at adopted_by adopted_at", why=WORKERS)
seal("committees.Minutes", "text", why=WORDS)
keep("committees.ActionPoint", "id committee meeting desk organisation", why=LINKS)
keep("committees.ActionPoint", "number due_on state is_demo version", why=CODES)
keep("committees.ActionPoint", "decided_by decided_at closed_by closed_at", why=WORKERS)
seal("committees.ActionPoint", "what outcome", why=WORDS)
keep("committees.Plan", "id committee", why=LINKS)
keep("committees.Plan", "first_day last_day", why=CODES)
keep("committees.Plan", "begun_by begun_at", why=WORKERS)
seal("committees.Plan", "title", why=WORDS)
keep("committees.Objective", "id committee plan order", why=LINKS)
seal("committees.Objective", "text", why=WORDS)
keep("committees.PlanAction", "id committee objective order desk organisation", why=LINKS)
keep("committees.PlanAction", "first_day last_day progress percent version", why=CODES)
keep("committees.PlanAction", "reported_by reported_at", why=WORKERS)
seal("committees.PlanAction", "what expected remark", why=WORDS)
keep("committees.AnnexItem", "id committee meeting desk file", why=LINKS)
keep("committees.AnnexItem", "stage blocker outcome version", why=CODES)
keep("committees.AnnexItem", "brought_by brought_at answered_by answered_at", why=WORKERS)
seal("committees.AnnexItem", "code", why=ANNEX)
keep("committees.CalendarFeed", "id token", why=FEED)
keep("committees.CalendarFeed", "account made_at revoked_at", why=WORKERS)
