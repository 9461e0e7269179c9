"""What is kept, emptied or made unreadable of a file when the person it is for is erased.

The key of a file seals every word in it, its documents on the disk and the sealed part of its journal:
destroying it leaves codes, dates and codelist values, which name nobody and feed the figures.
"""

from kanaf.foundation.erasure import Sensitivity, blank, keep, seal

WORDS = "Words about the child and the people around: unreadable once the key of the file is destroyed."
LINKS = "Ids of our own records: they lead to nobody once the person is erased."
WORKERS = "Which professional did it, and when: the account of what a service did is kept."
CODES = "Codelist values, dates and yes or no: what the figures count, naming nobody."
FEW = "Rare values that could point to one child of a small place: emptied."
REACH = "A way to reach or to recognise somebody: emptied."

CODED = Sensitivity.SENSITIVE

keep("cases.Report", "id desk place", why=LINKS)
keep("cases.Report", "channel reporter_kind is_danger_now is_anonymous language status received_at read_at", why=CODES)
keep("cases.Report", "children reference is_demo version", why=CODES)
keep("cases.Report", "recorded_by", why=WORKERS)
blank("cases.Report", "code_blind code_expires_at", why=REACH)
keep("cases.ReportStatement", "report", why=LINKS)
seal("cases.ReportStatement", "what where who author", why=WORDS)
keep("cases.ReportContact", "report", why=LINKS)
seal(
    "cases.ReportContact",
    "name phone phone_seen_by when never_say",
    why="Whoever reported: unreadable once the key of the report is destroyed.",
    sensitivity=Sensitivity.PERSONAL,
)
keep("cases.ReportAddition", "id report at", why=LINKS)
seal("cases.ReportAddition", "text", why=WORDS)
keep("cases.Triage", "report case", why=LINKS)
keep("cases.Triage", "urgency decision reason concerns version", why=CODES)
keep("cases.Triage", "decided_by decided_at confirmed_by confirmed_at", why=WORKERS)
seal("cases.Triage", "remark", why=WORDS)

keep("cases.Case", "id place lead_desk", why=LINKS)
keep("cases.Case", "status stage risk profile opened_at closed_at protected_author is_demo version", why=CODES)
keep("cases.Case", "sex age is_age_estimated", why="Sex and age band are what figures about children are for.")
keep("cases.Case", "worker", why=WORKERS)
blank("cases.Case", "code", why="The code is written on paper beside the name: it is replaced.")
blank("cases.Case", "medical_from", why=FEW, sensitivity=CODED)
keep("cases.Lead", "id case desk during basis", why=LINKS)
keep("cases.CaseParty", "id case added_at ended_at", why=LINKS)
keep("cases.CaseParty", "role relation lives_with_child", why=CODES)
keep("cases.CaseParty", "person", why="Leads to a record whose own words are unreadable once its key is destroyed.")
seal("cases.CaseParty", "remark", why=WORDS)

keep("cases.Incident", "id case place", why=LINKS)
keep("cases.Incident", "form precision place_kind author_relation author_is_minor is_online version", why=CODES)
keep("cases.Incident", "is_danger_now needs_medical_clock", why=CODES)
keep("cases.Incident", "recorded_by recorded_at", why=WORKERS)
blank("cases.Incident", "happened_at happened_until", why=FEW, sensitivity=CODED)
seal("cases.Incident", "narrative", why=WORDS)
keep("cases.Consent", "id case desk adult replaces", why=LINKS)
keep("cases.Consent", "purpose state child_kind child_agrees adult_agrees is_written legal_basis language", why=CODES)
keep(
    "cases.Consent",
    "limit_explained_at withdrawn_at holds_until warned_at expired_at",
    why="Proof that the consent was asked and respected.",
)
keep("cases.Consent", "recorded_by recorded_at", why=WORKERS)
seal("cases.Consent", "remark", why=WORDS)

keep("cases.SafetyPlan", "id case", why=LINKS)
keep("cases.SafetyPlan", "is_safe_tonight author_has_access siblings_at_risk review_on", why=CODES)
keep("cases.SafetyPlan", "written_by written_at", why=WORKERS)
seal("cases.SafetyPlan", "sleeps_where who_has_access what_we_do", why=WORDS)
keep("cases.Assessment", "id case", why=LINKS)
keep("cases.Assessment", "is_initial risk concerns status version", why=CODES)
keep("cases.Assessment", "written_by written_at submitted_at approved_by approved_at", why=WORKERS)
seal("cases.Assessment", "findings child_views remark", why=WORDS)
keep("cases.Plan", "id case", why=LINKS)
keep("cases.Plan", "review_on status version", why=CODES)
keep("cases.Plan", "written_by written_at submitted_at approved_by approved_at", why=WORKERS)
seal("cases.Plan", "best_interests child_views remark", why=WORDS)
keep("cases.PlanGoal", "id plan case order", why=LINKS)
seal("cases.PlanGoal", "text", why=WORDS)
keep("cases.PlanAction", "id goal case desk", why=LINKS)
keep("cases.PlanAction", "due_on status done_at version", why=CODES)
seal("cases.PlanAction", "text", why=WORDS)

keep("cases.Contact", "id case desk", why=LINKS)
keep("cases.Contact", "compartment kind at child_seen child_alone version", why=CODES)
keep("cases.Contact", "written_by written_at", why=WORKERS)
seal("cases.Contact", "note", why=WORDS)
keep("cases.Note", "id case desk", why=LINKS)
keep("cases.Note", "compartment version", why=CODES)
keep("cases.Note", "written_by written_at", why=WORKERS)
seal("cases.Note", "text", why=WORDS)
keep("cases.Attachment", "id case desk", why=LINKS)
keep("cases.Attachment", "compartment media_type size", why=CODES)
keep("cases.Attachment", "added_by added_at", why=WORKERS)
seal("cases.Attachment", "title", why=WORDS)
blank("cases.Attachment", "stored", why="The sealed file is taken off the disk with its name.", sensitivity=CODED)

keep("cases.Closure", "id case", why=LINKS)
keep("cases.Closure", "reason criteria child_satisfied status version", why=CODES)
keep("cases.Closure", "written_by written_at approved_by approved_at", why=WORKERS)
seal("cases.Closure", "best_interests child_feedback remark", why=WORDS)
keep("cases.Reopening", "id case", why=LINKS)
keep("cases.Reopening", "reason", why=CODES)
keep("cases.Reopening", "reopened_by reopened_at", why=WORKERS)

keep("cases.Complaint", "id desk_concerned handled_by", why=LINKS)
keep("cases.Complaint", "about language status received_at due_at answered_at is_demo version", why=CODES)
blank("cases.Complaint", "reference code_blind code_expires_at", why=REACH)
keep("cases.ComplaintStatement", "complaint", why=LINKS)
seal("cases.ComplaintStatement", "what who contact answer", why=WORDS)

keep("cases.EmergencyAccess", "id case desk lead_desk", why=LINKS)
keep("cases.EmergencyAccess", "reason until ended_at review_due_at late_at outcome is_demo", why=CODES)
keep("cases.EmergencyAccess", "person opened_at reviewed_by reviewed_at", why=WORKERS)
blank("cases.EmergencyAccess", "case_code", why="The code is written on paper beside the name: it is replaced.")
seal(
    "cases.EmergencyAccess",
    "words remark",
    why="Why the file was opened: sealed under a key of the access, which goes with the key of the file.",
)
keep("cases.EmergencyNotice", "id access told_as is_late", why=LINKS)
keep("cases.EmergencyNotice", "person at mailed_at", why="Which professional was told, and when: the account is kept.")
keep("cases.AuthorTrace", "party looked_at", why=LINKS)
keep("cases.AuthorTrace", "named_by", why=WORKERS)
blank("cases.AuthorTrace", "traces", why=REACH)
keep("cases.RepeatedAuthor", "id raised_at due_at", why=LINKS)
keep("cases.RepeatedAuthor", "decision", why=CODES)
keep("cases.RepeatedAuthor", "supervisor decided_by decided_at", why=WORKERS)
keep("cases.RepeatedAuthorFile", "id alert party", why=LINKS)

keep("cases.PersonPair", "id one other", why=LINKS)
keep("cases.PersonPair", "probability found_by found_at outcome", why=CODES)
keep("cases.PersonPair", "decided_by decided_at", why=WORKERS)
keep("cases.PersonMerge", "id kept absorbed pair moved ended proposed_desk", why=LINKS)
keep("cases.PersonMerge", "state", why=CODES)
keep("cases.PersonMerge", "proposed_by proposed_at decided_by decided_at undone_by undone_at", why=WORKERS)
seal(
    "cases.PersonMerge",
    "record why_undone",
    why="What two records said: unreadable once the key of the record that stayed is destroyed.",
    sensitivity=Sensitivity.PERSONAL,
)
keep("cases.KnownElsewhere", "id case person newcomer through", why=LINKS)
keep("cases.KnownElsewhere", "probability told_at answer", why=CODES)
keep("cases.KnownElsewhere", "answered_by answered_at ended_at", why=WORKERS)
blank("cases.KnownElsewhere", "facts", why="Which fields agree between two people: emptied.")
keep("cases.DuplicateNotice", "id about subject mail_at", why=LINKS)
keep("cases.DuplicateNotice", "person at mailed_at", why="Which professional was told, and when: the account is kept.")
