"""Check the text of a protocol: each mistake with its line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.circuit import access_protocols as access
from kanaf.circuit.problems import Problem


class Command(BaseCommand):
    help = "circuit check FILE…: tell each mistake of the text of a protocol with its line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check"])
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        mistakes = sum(self._check(file) for file in options["files"])
        if mistakes:
            said = ngettext("%(count)s mistake.", "%(count)s mistakes.", mistakes)
            raise CommandError(said % {"count": mistakes})
        self.stdout.write(_("No mistake."))

    def _check(self, file: Path) -> int:
        """Tell every problem of one file; how many are mistakes."""
        try:
            text = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        verdict = access.verdict_on(text)
        for problem in verdict.problems:
            self.stdout.write(f"{file}:{problem.line}:{problem.column}: {_sentence(problem)}")
        return len(verdict.mistakes)


def _sentence(problem: Problem) -> str:
    return f"{_('To look at:')} {problem.sentence}" if problem.is_warning else problem.sentence
