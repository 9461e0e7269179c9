"""What each compartment contains: every table whose rows hang on one, named by its own area, for people to read.

A row holds exactly one compartment. A table of one compartment names one; a table whose rows say their own names all
that they may say. A test holds this list equal to the row-level rules of the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.registry import Registry
from kanaf.grants.enums import Compartment


@dataclass(frozen=True)
class Content:
    """One kind of record, as people call it; several tables may bear one name."""

    table: str
    name: str | Promise
    parts: tuple[Compartment, ...]

    @property
    def says_its_part(self) -> bool:
        """Whether each row says in which part it stands."""
        return len(self.parts) > 1


contents: Registry[Content] = Registry("contents of the compartments")


def holds(table: str, name: str | Promise, *parts: Compartment) -> Content:
    """Called in an area's ``contents.py``."""
    return contents.register(table, Content(table, name, parts))


def contained_in(part: str) -> Sequence[str]:
    """The kinds of record of one part, each once: its own first, then those that any part may hold."""
    ordered = sorted(contents, key=lambda one: len(one.parts))
    return list(dict.fromkeys(str(one.name) for one in ordered if part in one.parts))


holds("grants_grant", _("who sees what, and why"), Compartment.CORE)
holds("grants_exclusion", _("from whom the file is hidden, for a conflict of interest"), Compartment.IDENTITY)
holds("journal_entry", _("the history: what was done in that part, and by whom"), *Compartment)
