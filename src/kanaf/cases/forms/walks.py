"""One thing per page, without a trace: what was typed travels in the page itself and is kept nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.core import signing
from django.utils.functional import Promise

from kanaf.foundation.forms import Form
from kanaf.foundation.ids import new_id

SALT = "kanaf.cases.walks"
LONGEST = timedelta(hours=24)
Said = Mapping[str, str]


class PageForm(Form):
    """One page of a walk; ``adapt`` words it for the person who answers."""

    def __init__(self, *args: Any, said: Said, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adapt(said)

    def adapt(self, said: Said) -> None:
        """Change labels and choices by what was said on the pages before."""

    @classmethod
    def applies(cls, said: Said) -> bool:  # noqa: ARG003 - pages that depend on others override it
        """Whether the page is asked at all."""
        return True


@dataclass(frozen=True)
class Page:
    """A page by its name, its form, and the step of the walk it belongs to."""

    name: str
    form: type[PageForm]
    step: int
    title: str | Promise
    title_for_child: str | Promise = ""
    hint: str | Promise = ""
    hint_for_child: str | Promise = ""


@dataclass(frozen=True)
class Ticket:
    """Made with the first page: the identifier that makes a replay harmless, and when it began."""

    id: UUID
    began_at: datetime

    def __str__(self) -> str:
        return signing.dumps([self.id.hex, self.began_at.timestamp()], salt=SALT)

    @classmethod
    def read(cls, text: str, now: datetime) -> "Ticket | None":
        """The ticket as we signed it; ``None`` for any other, or one of another day."""
        try:
            raw, began = signing.loads(text, salt=SALT, max_age=LONGEST)
            return cls(UUID(raw), datetime.fromtimestamp(began, tz=now.tzinfo))
        except (signing.BadSignature, ValueError, TypeError):
            return None

    @classmethod
    def new(cls, now: datetime) -> "Ticket":
        return cls(new_id(), now)


class Walk:
    """The pages in their order, with everything typed so far."""

    pages: ClassVar[Sequence[Page]] = ()

    def __init__(self, posted: Mapping[str, str], now: datetime) -> None:
        self._bound: dict[str, PageForm] = {}
        self.said: Said = {name: posted[name] for name in self.names() if posted.get(name)}
        ticket = Ticket.read(posted.get("ticket", ""), now)
        self.is_fresh = ticket is None
        self.ticket = ticket or Ticket.new(now)

    @classmethod
    def names(cls) -> list[str]:
        return [name for page in cls.pages for name in page.form.base_fields]

    def asked(self) -> list[Page]:
        """The pages that are asked of this person."""
        return [page for page in self.pages if page.form.applies(self.said)]

    def page(self, name: str) -> Page:
        """A page by its name; the first one for any other name."""
        return next((page for page in self.pages if page.name == name), self.pages[0])

    def after(self, page: Page) -> Page | None:
        """The page that follows, or ``None`` when all are answered."""
        later = [other for other in self.asked() if self.pages.index(other) > self.pages.index(page)]
        return later[0] if later else None

    def before(self, page: Page | None) -> Page:
        """The page that comes before; of the end, the last one."""
        place = self.pages.index(page) if page else len(self.pages)
        earlier = [other for other in self.asked() if self.pages.index(other) < place]
        return earlier[-1] if earlier else self.pages[0]

    def bound(self, page: Page) -> PageForm:
        """The page as it was sent, to be checked; made once."""
        if page.name not in self._bound:
            self._bound[page.name] = page.form(dict(self.said), said=self.said)
        return self._bound[page.name]

    def unbound(self, page: Page) -> PageForm:
        """The page with what was typed on it before."""
        return page.form(initial=dict(self.said), said=self.said)

    def carried(self, page: Page | None) -> Iterator[tuple[str, str]]:
        """What the page carries without showing it."""
        shown = page.form.base_fields if page else {}
        yield from ((name, value) for name, value in self.said.items() if name not in shown)

    def first_problem(self) -> tuple[Page, PageForm] | None:
        """The first page that would be refused, all checked again."""
        for page in self.asked():
            form = self.bound(page)
            if not form.is_valid():
                return page, form
        return None

    def answers(self) -> dict[str, Any]:
        """Every answer, checked; call it once nothing is a problem."""
        found: dict[str, Any] = {}
        for page in self.asked():
            form = self.bound(page)
            found |= form.cleaned_data if form.is_valid() else {}
        return found

    def facts(self) -> list[tuple[Page, list[tuple[str, str]]]]:
        """What was said, page by page, in the words of the form: to check before sending."""
        return [(page, list(_said_on(self.bound(page)))) for page in self.asked()]


def _said_on(form: PageForm) -> Iterator[tuple[str, str]]:
    form.is_valid()
    for field in form:
        value = form.cleaned_data.get(field.name)
        if value not in (None, "", False):
            yield str(field.label), str(_word(field.field, value))


def _word(field: Any, value: Any) -> Any:
    """The words of a choice, a tick for yes, the text itself."""
    choices = {str(key): label for key, label in getattr(field, "choices", [])}
    return choices.get(str(value), "✓" if value is True else value)
