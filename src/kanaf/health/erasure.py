"""What is kept or made unreadable of the medical part when the person it is about is erased."""

from kanaf.foundation.erasure import blank, keep, seal

WORDS = "Words about the child, or a number of a hospital: unreadable once the key of the file is destroyed."
LINKS = "Ids of our own records: they lead to nobody once the person is erased."
CODES = "Closed lists, days and counts of care: what the figures count, naming nobody."
MONEY = "Who paid, and how much: what shows that a victim paid for what is free, naming nobody."
TRACE = "The court's own record of what it asked for: the way back is closed."
ROW = "id case written_by written_at version"

for model in ("Request", "Visit", "Examination", "Findings", "LimitAnswer", "FollowUp", "Certificate", "Copy"):
    keep(f"health.{model}", ROW, why=LINKS)

keep("health.Request", "kind urgency due_at language examiner status", why=CODES)
keep("health.Request", "desk_from desk_to incidents", why=LINKS)
seal("health.Request", "outside consent practical requisition_number", why=WORDS)
blank("health.Request", "requisition", why=TRACE)

keep("health.Visit", "request", why=LINKS)
keep("health.Visit", "at status", why=CODES)

keep("health.Examination", "request desk", why=LINKS)
keep("health.Examination", "at care samples_taken certificate_wanted", why=CODES)
seal("health.Examination", "said custody", why=WORDS)

keep("health.Findings", "request", why=LINKS)
seal("health.Findings", "text", why=WORDS)

keep("health.LimitAnswer", "request", why=LINKS)
keep("health.LimitAnswer", "limit outcome at", why=CODES)

keep("health.FollowUp", "request", why=LINKS)
keep("health.FollowUp", "kind due_on status told_at", why=CODES)

keep("health.Certificate", "request", why=LINKS)
keep("health.Certificate", "kind issued_on incapacity_days", why=CODES)
keep("health.Certificate", "is_free paid_by amount", why=MONEY)
seal("health.Certificate", "number", why=WORDS)

keep("health.Copy", "certificate", why=LINKS)
keep("health.Copy", "to on", why=CODES)
