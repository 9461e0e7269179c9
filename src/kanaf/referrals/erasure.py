"""What is kept or made unreadable of a hand-over when the person it is for is erased."""

from kanaf.foundation.erasure import blank, keep, seal

WORDS = "Words about the child: unreadable once the key of the file is destroyed."
LINKS = "Ids of our own records: they lead to nobody once the person is erased."
WORKERS = "Which professional did it, and when: the account of what a service did is kept."
CODES = "Codelist values and dates: what the figures about hand-overs count, naming nobody."

keep("referrals.Referral", "id case desk_from desk_to service follows", why=LINKS)
keep("referrals.Referral", "kind category compartments urgency status decline_reason revoke_reason", why=CODES)
keep("referrals.Referral", "result transfer_reason expires_at expired_at access_until", why=CODES)
keep("referrals.Referral", "assigned_to started_at", why=WORKERS)
keep("referrals.Referral", "sex age is_demo version", why=CODES)
keep("referrals.Referral", "sent_by sent_at received_at answered_at answered_by done_at revoked_at", why=WORKERS)
keep("referrals.Referral", "answer_due_at", why=CODES)
blank("referrals.Referral", "case_code", why="The code is written on paper beside the name: it is replaced.")
seal("referrals.Referral", "message answer outcome summary", why=WORDS)

keep("referrals.ReferralQuestion", "id referral case", why=LINKS)
keep("referrals.ReferralQuestion", "asked_by asked_at answered_by answered_at", why=WORKERS)
seal("referrals.ReferralQuestion", "question answer", why=WORDS)

KEPT = "Words about the child, under a key of their own: that key is destroyed with the key of the file."
keep("referrals.TransferSummary", "id referral kept_at", why=LINKS)
seal("referrals.TransferSummary", "text facts", why=KEPT)

keep("referrals.Conference", "id case desk", why=LINKS)
keep("referrals.Conference", "planned_at status held_at is_demo version", why=CODES)
keep("referrals.Conference", "called_by called_at", why=WORKERS)
blank("referrals.Conference", "case_code", why="The code is written on paper beside the name: it is replaced.")
seal("referrals.Conference", "where agenda", why=WORDS)
keep("referrals.ConferenceDesk", "id conference desk came", why=LINKS)
keep("referrals.ConferenceMinute", "id conference case compartment version", why=LINKS)
keep("referrals.ConferenceMinute", "written_by written_at", why=WORKERS)
seal("referrals.ConferenceMinute", "text", why=WORDS)
keep("referrals.ConferenceDecision", "id conference case desk due_at", why=LINKS)
keep("referrals.ConferenceDecision", "decided_by decided_at done_at done_by", why=WORKERS)
seal("referrals.ConferenceDecision", "text", why=WORDS)

PAPER = "Which paper left, by which number and until when: it holds no identity and no narrative."
keep("referrals.Sheet", "id referral case reference language phone link_blind code_blind file digest", why=PAPER)
keep("referrals.Sheet", "made_by made_at expires_at wrong_codes answer answered_at withdrawn_at is_demo", why=PAPER)
seal("referrals.Sheet", "code", why="It opens nothing once the link has ended.")

keep("referrals.StopNotice", "id referral case desk_from desk_to", why=LINKS)
keep("referrals.StopNotice", "category was sent_at reason copies by_telephone", why=CODES)
keep("referrals.StopNotice", "papers", why=PAPER)
keep("referrals.StopNotice", "told_at acknowledged_at acknowledged_by", why=WORKERS)
