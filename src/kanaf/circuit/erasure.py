"""What is kept of what was owed when the person it was about is erased: it names nobody."""

from kanaf.foundation.erasure import keep

LINKS = "Ids of our own records: they lead to nobody once the person is erased."
CODES = "Rules of a protocol and moments: what the figures about the circuit count, naming nobody."

keep("circuit.Obligation", "file number protocol about desk", why=LINKS)
keep(
    "circuit.Obligation",
    "rule risk compartment began_at due_at ended_at is_done steps_at steps_done next_step_at",
    why=CODES,
)
keep("circuit.FollowedProtocol", "file protocol", why=LINKS)
keep("circuit.FollowedProtocol", "since reason", why=CODES)

keep("circuit.Alert", "id file protocol desk about", why=LINKS)
keep("circuit.Alert", "rung rule began_at step risk due_at at mail_at mailed_at read_at", why=CODES)
keep("circuit.Alert", "person", why="Which professional was told: the account of what a service did is kept.")
AGREED = "What organisations agreed on: it speaks of no child."
HANDS = "Which professional wrote, decided or signed, and when: kept with what was agreed."

keep("circuit.ProtocolVersion", "id dispositif number status country places text digest based_on version", why=AGREED)
keep("circuit.ProtocolVersion", "members is_demo", why=AGREED)
keep("circuit.ProtocolVersion", "written_by written_at writers published_by published_at", why=HANDS)
keep("circuit.Review", "id version digest decision remark", why=AGREED)
keep("circuit.Review", "decided_by decided_at", why=HANDS)
keep("circuit.Signature", "id version organisation digest", why=AGREED)
keep("circuit.Signature", "signed_by signed_at", why=HANDS)
keep("circuit.Shift", "id desk", why=LINKS)
keep(
    "circuit.Shift",
    "starts_at ends_at alerted_at version is_demo",
    why="When somebody was on duty: it speaks of no child.",
)
keep("circuit.Shift", "person made_by made_at", why=HANDS)
