"""One sentence for each thing that can be wrong with a database, always with what to do."""

from kanaf.config.launcher.words import gettext as _
from kanaf.config.launcher.words import gettext_noop
from kanaf.foundation.database.problems import DatabaseProblem, Problem

SENTENCES = {
    Problem.NO_BINARIES: gettext_noop(
        "There is no PostgreSQL for this machine: install version {oldest} or newer "
        "(Debian: apt install postgresql), or set DATABASE_URL to a database that runs elsewhere."
    ),
    Problem.NO_ACCOUNT: gettext_noop(
        "PostgreSQL does not run as root and this machine has no other account for it: "
        "make one (useradd --system kanaf), or run Kanaf as an ordinary user."
    ),
    Problem.NOT_WRITABLE: gettext_noop(
        "Cannot write in {folder}: correct its permissions, or choose another folder with KANAF_HOME."
    ),
    Problem.DISK_FULL: gettext_noop(
        "The disk that holds {folder} is full: free some space, then start again; nothing is lost."
    ),
    Problem.SECRETS_LOST: gettext_noop(
        "There is a database in {folder}, but its passwords (secrets.json) are no longer in {home}: "
        "put that file back from your backup, or choose another folder with KANAF_HOME."
    ),
    Problem.DID_NOT_START: gettext_noop("The database did not start: the reason is at the end of {log}."),
    Problem.NOT_OURS: gettext_noop(
        "{folder} belongs to another account or cannot be read: start Kanaf with the account that made it, "
        "or choose another folder with KANAF_HOME."
    ),
    Problem.BAD_ADDRESS: gettext_noop(
        "DATABASE_URL is not an address we can read: it looks like postgresql://user:password@host:5432/name."
    ),
    Problem.UNREACHABLE: gettext_noop(
        "The database of DATABASE_URL does not answer: check its address, its password and that it runs ({reason})."
    ),
    Problem.TOO_OLD: gettext_noop(
        "The database of DATABASE_URL is PostgreSQL {found}: Kanaf needs version {oldest} or newer."
    ),
    Problem.REFUSED: gettext_noop(
        "The account {user} of DATABASE_URL may not prepare the database: make it the owner of the database "
        "and give it the right with ALTER ROLE {user} CREATEROLE ({reason})."
    ),
}


def sentence(problem: DatabaseProblem) -> str:
    return _(SENTENCES[problem.problem]).format(**problem.facts)
