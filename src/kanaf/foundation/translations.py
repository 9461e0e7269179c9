"""Catalogues without gettext binaries: ``python -m kanaf.foundation.translations`` and a verb.

Each area carries its own words in ``locale/{fr,ar}/LC_MESSAGES/django.po``. Babel reads the messages out of
Python, Django's ``templatize`` out of templates, and polib writes the catalogues and their compiled twins.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib

AREAS = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "ar")
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_now": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|(?<!\{)\{\w*\}(?!\})")


@dataclass(frozen=True, order=True)
class Message:
    """One message of the sources: its context, its words, its plural."""

    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.id)


def areas() -> list[str]:
    """Every area that has a folder of its own; ``config`` only wires and is not an application."""
    return sorted(path.parent.name for path in AREAS.glob("*/__init__.py") if path.parent.name != "config")


def catalogue(area: str, language: str) -> Path:
    return AREAS / area / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(text: str, *, is_template: bool = False) -> Iterator[Message]:
    """The messages of one source."""
    from babel.messages.extract import extract as babel_extract

    source = _templatized(text) if is_template else text
    for _line, words, _comments, context in babel_extract("python", BytesIO(source.encode()), KEYWORDS):
        parts = words if isinstance(words, tuple) else (words,)
        if parts[0]:
            yield Message(parts[0], parts[1] if len(parts) > 1 else "", context or "")


def _templatized(text: str) -> str:
    """Python enough for the tokenizer: the layout of a template means nothing to it."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(text).splitlines())


def messages(area: str) -> dict[tuple[str, str], Message]:
    """Every message of an area; a message that has a plural somewhere keeps it."""
    found: dict[tuple[str, str], Message] = {}
    folder = AREAS / area
    for path in sorted([*folder.rglob("*.py"), *(folder / "templates").rglob("*.*")]):
        if path.suffix not in {".py", ".html", ".txt"}:
            continue
        for message in extract(path.read_text(encoding="utf-8"), is_template=path.suffix != ".py"):
            if message.key not in found or message.plural:
                found[message.key] = message
    return found


def read(area: str, language: str) -> polib.POFile:
    """The catalogue, or an empty one with the right header."""
    path = catalogue(area, language)
    if path.exists():
        return polib.pofile(str(path))
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = {
        "Project-Id-Version": "Kanaf",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return fresh


def check(area: str) -> list[str]:
    """What is missing, empty, fuzzy, stale or misshapen in the catalogues of one area, in words."""
    wanted = messages(area)
    return [
        f"{area}/{language}: {trouble}"
        for language in LANGUAGES
        for trouble in _troubles(wanted, read(area, language), language)
    ]


def _troubles(wanted: dict[tuple[str, str], Message], po: polib.POFile, language: str) -> Iterator[str]:
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in po if not entry.obsolete}
    if wanted and po.metadata.get("Plural-Forms", "").replace(" ", "") != PLURALS[language].replace(" ", ""):
        yield f"Plural-Forms must be {PLURALS[language]}"
    for key, message in sorted(wanted.items()):
        if key not in known:
            yield f"missing {message.id!r}"
        else:
            yield from _entry_troubles(message, known[key], language)
    for _context, words in sorted(known.keys() - wanted.keys()):
        yield f"no longer used {words!r}"


def _entry_troubles(message: Message, entry: polib.POEntry, language: str) -> Iterator[str]:
    if entry.fuzzy:
        yield f"fuzzy {message.id!r}"
    if not message.plural:
        if not entry.msgstr.strip():
            yield f"empty {message.id!r}"
        elif placeholders(message.id) != placeholders(entry.msgstr):
            yield f"placeholders differ in {message.id!r}"
        return
    forms = 6 if language == "ar" else 2
    if len(entry.msgstr_plural) != forms or not all(text.strip() for text in entry.msgstr_plural.values()):
        yield f"needs {forms} plural forms {message.id!r}"
    for text in entry.msgstr_plural.values():
        if not placeholders(text) <= placeholders(message.plural):
            yield f"placeholders differ in a plural of {message.id!r}"


def placeholders(text: str) -> set[str]:
    """The holes of a message. A plural form may leave the number out (« ساعتين »), never add one."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def update(area: str) -> int:
    """Add what is missing, mark what is no longer used, keep every translation there is."""
    wanted, added = messages(area), 0
    for language in LANGUAGES:
        po = read(area, language)
        known = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
        for key, message in sorted(wanted.items()):
            if key not in known:
                po.append(_blank(message, language))
                added += 1
        for key, entry in known.items():
            entry.obsolete = key not in wanted
        path = catalogue(area, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if wanted:
            po.save(str(path))
    return added


def _blank(message: Message, language: str) -> polib.POEntry:
    forms = dict.fromkeys(range(6 if language == "ar" else 2), "") if message.plural else {}
    return polib.POEntry(
        msgid=message.id,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        msgstr_plural=forms,
    )


def compile_stale(area: str | None = None) -> int:
    """Write the ``.mo`` of every catalogue that is newer than it; says how many."""
    pattern = f"{area or '*'}/locale/*/LC_MESSAGES/django.po"
    stale = [path for path in sorted(AREAS.glob(pattern)) if _is_stale(path)]
    for path in stale:
        target, waiting = path.with_suffix(".mo"), path.with_suffix(".mo.new")
        polib.pofile(str(path)).save_as_mofile(str(waiting))
        waiting.replace(target)
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def main(arguments: list[str]) -> int:
    """The shell's door; check answers 1 when something is to mend."""
    command, chosen = (arguments or [""])[0], arguments[1:]
    if command == "compile":
        print(f"{compile_stale()} compiled")
        return 0
    if command == "update" and chosen:
        print(f"{sum(update(area) for area in chosen)} added")
        return 0
    if command == "check":
        troubles = [trouble for area in chosen or areas() for trouble in check(area)]
        print("\n".join(troubles) or "every message has its words")
        return 1 if troubles else 0
    print("usage: python -m kanaf.foundation.translations compile | check [AREA…] | update AREA…")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
