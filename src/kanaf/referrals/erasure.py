"""What is kept or made unreadable of a hand-over when the person it is for is erased."""

from kanaf.foundation.erasure import blank, keep, seal

WORDS = "Words about the child: unreadable once the key of the file is destroyed."
LINKS = "Ids of our own records: they lead to nobody once the person is erased."
WORKERS = "Which professional did it, and when: the account of what a service did is kept."
CODES = "Codelist values and dates: what the figures about hand-overs count, naming nobody."

keep("referrals.Referral", "id case desk_from desk_to service", why=LINKS)
keep("referrals.Referral", "kind category compartments urgency status decline_reason revoke_reason", why=CODES)
keep("referrals.Referral", "sex age is_demo version", why=CODES)
keep("referrals.Referral", "sent_by sent_at received_at answered_at answered_by done_at revoked_at", why=WORKERS)
keep("referrals.Referral", "answer_due_at", why=CODES)
blank("referrals.Referral", "case_code", why="The code is written on paper beside the name: it is replaced.")
seal("referrals.Referral", "message answer outcome", why=WORDS)
