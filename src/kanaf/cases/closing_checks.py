"""What still holds a file open: filled by the areas above, asked when a file is about to close."""

from collections.abc import Callable, Sequence
from uuid import UUID

from kanaf.foundation.registry import Registry

ClosingCheck = Callable[[UUID], Sequence[str]]
"""From the id of a file to sentences, one for each thing that is still open."""

closing_checks: Registry[ClosingCheck] = Registry("closing checks")
