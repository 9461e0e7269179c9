"""What a check finds before it is known where it stands in the text."""

from typing import NamedTuple

from kanaf.circuit.problems import Path


class Finding(NamedTuple):
    """Something that does not hold, at a place of the protocol."""

    path: Path
    sentence: str
    is_warning: bool = False


def wrong(path: Path, sentence: str, *, is_warning: bool = False) -> Finding:
    """Something that does not hold; a warning stops nobody."""
    return Finding(path, sentence, is_warning)
