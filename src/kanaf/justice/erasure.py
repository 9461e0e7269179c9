"""What is kept or made unreadable of the judicial part when the person it is about is erased."""

from kanaf.foundation.erasure import blank, keep, seal

WORDS = "Words about the child, or a number of a court: unreadable once the key of the file is destroyed."
LINKS = "Ids of our own records: they lead to nobody once the person is erased."
WORKERS = "Which professional did it, and when: the account of what a service did is kept."
CODES = "Closed lists, days and counts of the procedure: what the figures count, naming nobody."
COPIES = "The name of a sealed file: its content is unreadable once the key is destroyed."
TRACE = "A keyed trace of a register number would find the procedure in a court's books: it is replaced."
ROW = "id case written_by written_at version"

for model in ("ReportDecision", "Sheet", "Procedure", "Requisition", "Hearing", "Step", "Minutes", "Measure", "Review",
              "Stay"):  # fmt: skip
    keep(f"justice.{model}", ROW, why=LINKS)

keep("justice.ReportDecision", "choice is_urgent profession law child_agrees status", why=CODES)
keep("justice.ReportDecision", "safety", why=LINKS)
keep("justice.ReportDecision", "told_at submitted_at approved_by approved_at", why=WORKERS)
seal("justice.ReportDecision", "child_view best_interests remark", why=WORDS)

keep("justice.Sheet", "kind language is_urgent status", why=CODES)
keep("justice.Sheet", "decision requisition procedure desk_from desk_to", why=LINKS)
keep("justice.Sheet", "sent_by sent_at acknowledged_by acknowledged_at", why=WORKERS)
keep("justice.Sheet", "paper word digest", why=COPIES)
seal("justice.Sheet", "content justified", why=WORDS)

keep("justice.Procedure", "kind year opened_on closed_on outcome", why=CODES)
keep("justice.Procedure", "court", why=LINKS)
seal("justice.Procedure", "reference", why=WORDS)
blank("justice.Procedure", "reference_blind", why=TRACE)

keep("justice.Requisition", "procedure desk_from desk_to", why=LINKS)
keep("justice.Requisition", "kind due_at", why=CODES)
keep("justice.Requisition", "answered_at answered_by", why=WORKERS)
seal("justice.Requisition", "text answer", why=WORDS)

keep("justice.Hearing", "procedure desk", why=LINKS)
keep("justice.Hearing", "kind at status child_heard", why=CODES)
seal("justice.Hearing", "note came_of", why=WORDS)

keep("justice.Step", "procedure", why=LINKS)
keep("justice.Step", "kind on due_on", why=CODES)
seal("justice.Step", "note", why=WORDS)

keep("justice.Minutes", "procedure desk", why=LINKS)
keep("justice.Minutes", "kind drawn_on interviews", why=CODES)
seal("justice.Minutes", "number note", why=WORDS)

keep("justice.Measure", "procedure desk_owing", why=LINKS)
keep("justice.Measure", "kind ordered_on until ends_on review_on status executed_on ended_on end_reason", why=CODES)
seal("justice.Measure", "reasons execution", why=WORDS)

keep("justice.Review", "measure", why=LINKS)
keep("justice.Review", "on outcome next_on child_heard", why=CODES)
seal("justice.Review", "note", why=WORDS)

keep("justice.Stay", "measure desk", why=LINKS)
keep("justice.Stay", "status admitted_on observed_from proposed_on orientation discharged_on discharged_to", why=CODES)
seal("justice.Stay", "observation proposal", why=WORDS)

keep("justice.CalendarFeed", "id account desk secret_blind made_at revoked_at", why=WORKERS)
