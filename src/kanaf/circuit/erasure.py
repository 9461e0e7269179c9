"""What is kept of what was owed when the person it was about is erased: it names nobody."""

from kanaf.foundation.erasure import keep

LINKS = "Ids of our own records: they lead to nobody once the person is erased."
CODES = "Rules of a protocol and moments: what the figures about the circuit count, naming nobody."

keep("circuit.Obligation", "file number protocol about desk", why=LINKS)
keep("circuit.Obligation", "rule risk began_at due_at ended_at is_done steps_at steps_done next_step_at", why=CODES)
keep("circuit.FollowedProtocol", "file protocol", why=LINKS)
keep("circuit.FollowedProtocol", "since reason", why=CODES)

keep("circuit.Alert", "id file protocol desk about", why=LINKS)
keep("circuit.Alert", "rung rule began_at step risk due_at at mail_at mailed_at read_at", why=CODES)
keep("circuit.Alert", "person", why="Which professional was told: the account of what a service did is kept.")
