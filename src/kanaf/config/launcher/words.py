"""The launcher's words before Django is there: its own catalogue, in the person's language."""

from functools import cache
from pathlib import Path

import polib

from kanaf.config.launcher.install import language

CATALOGUES = Path(__file__).resolve().parents[1] / "locale"


@cache
def _catalogue(name: str) -> dict[str, str]:
    path = CATALOGUES / name / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}


def gettext(message: str) -> str:
    """The message in the language of the terminal; French when it does not say."""
    return _catalogue(language()).get(message, message)


def gettext_noop(message: str) -> str:
    """Marks a message that is translated later, when it is said."""
    return message
