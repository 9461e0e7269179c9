"""The link of a sheet and the code that opens it: made at random, kept as blind indexes."""

import secrets
from datetime import timedelta

from kanaf.foundation.ids import ALPHABET, short_code
from kanaf.foundation.vault import blind

LIVES = timedelta(hours=72)
"""How long a link waits for its answer (issue on the circuit, section 3)."""
CODE_LENGTH = 6
LINK_BYTES = 24
LOOKALIKES = str.maketrans({"0": "", "O": "", "1": "", "I": "", " ": "", "-": "", "–": "", "\u200e": "", "\u200f": ""})
LINK, CODE = "sheet link", "sheet code"


def new_link() -> str:
    """What stands in the address; nobody guesses it."""
    return secrets.token_urlsafe(LINK_BYTES)


def new_code() -> str:
    """Six letters and digits to say aloud, none of which sounds or looks like another."""
    return short_code(CODE_LENGTH)


def shown(code: str) -> str:
    """In two halves, as it is read aloud."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def tidy(typed: str) -> str:
    """What was meant, whatever the case, the spaces and the dash."""
    return "".join(letter for letter in typed.upper().translate(LOOKALIKES) if letter in ALPHABET)


def link_blind(link: str) -> bytes:
    return blind.index(LINK, link)


def code_blind(link: str, typed: str) -> bytes:
    """Bound to its link: the same code opens no other sheet."""
    return blind.index(CODE, f"{link}\x00{tidy(typed)}")
