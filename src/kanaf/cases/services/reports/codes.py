"""Codes that a person writes down: made from the identifier, so that a replay says the same one and none is stored."""

from datetime import timedelta
from uuid import UUID

from kanaf.foundation.ids import ALPHABET
from kanaf.foundation.vault import blind

LENGTH = 10
LIVES = timedelta(days=90)
LOOKALIKES = str.maketrans({"0": "", "O": "", "1": "", "I": "", " ": "", "-": "", "–": ""})
REPORT, COMPLAINT = "report code", "complaint code"


def code_of(purpose: str, subject: UUID) -> str:
    """Ten characters that nobody can guess and anybody can dictate."""
    number = int.from_bytes(blind.index(f"{purpose} of", str(subject)))
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def shown(code: str) -> str:
    """In two halves, as it is read aloud."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def tidy(typed: str) -> str:
    """What was meant, whatever the case, the spaces and the dash."""
    return typed.upper().translate(LOOKALIKES)


def blind_of(purpose: str, typed: str) -> bytes:
    """The only form in which a code is stored or searched."""
    return blind.index(purpose, tidy(typed))
