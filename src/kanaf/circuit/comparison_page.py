"""What the page of a comparison shows."""

from dataclasses import dataclass

from kanaf.circuit import access_protocols as access
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.numbered import DiffLine, by_lines
from kanaf.circuit.wording.changes import GroupWords, comparison


@dataclass(frozen=True)
class ComparisonPage:
    """``groups`` is ``None`` when one of the texts is no protocol; ``lines`` when the texts are too long."""

    old: ProtocolVersion
    new: ProtocolVersion
    groups: list[GroupWords] | None
    lines: list[list[DiffLine]] | None

    @property
    def is_same_text(self) -> bool:
        return self.old.text == self.new.text


def comparison_page(old: ProtocolVersion, new: ProtocolVersion) -> ComparisonPage:
    """What the newer text changes of the older one."""
    before, after = (access.verdict_on(one.text).protocol for one in (old, new))
    groups = comparison(before, after) if before and after else None
    return ComparisonPage(old, new, groups, by_lines(old.text, new.text))
