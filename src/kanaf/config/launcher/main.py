"""``./kanaf COMMAND``: which part of the launcher answers."""

import importlib
import signal
import sys

from kanaf.config.launcher import say
from kanaf.config.launcher.sentences import sentence
from kanaf.config.launcher.signals import Stopped
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation.database.problems import DatabaseProblem
from kanaf.foundation.environment import BadEnvironment

OURS = {"up", "test", "doctor", "bench"}
HELP = {"-h", "--help", "help"}


def main(arguments: list[str]) -> int:
    """Run one command; whatever is wrong is one sentence and an exit code that is not 0."""
    try:
        return _dispatch(arguments)
    except say.LauncherProblem as problem:
        if str(problem):
            say.problem(str(problem))
    except DatabaseProblem as problem:
        say.problem(sentence(problem))
    except (BadEnvironment, OSError) as error:
        say.problem(str(error))
    except Stopped as stopped:
        return 128 + stopped.number
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 1


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in HELP:
        say.line(usage())
        return 0 if arguments else 2
    command, rest = arguments[0], arguments[1:]
    if command in OURS:
        module = importlib.import_module(f"kanaf.config.launcher.{command}")
        return int(module.run(rest))
    from kanaf.config.launcher import passthrough

    return passthrough.run(arguments)


def usage() -> str:
    rows = [
        ("up [--port N] [--host H] [--no-demo]", _("starts Kanaf and stays until Ctrl-C")),
        ("test […]", _("runs every check and test; arguments go to pytest")),
        ("doctor", _("says what is wrong with this installation and how to mend it")),
        ("verify journal", _("proves that the journal was not altered")),
        ("keys rotate", _("puts a fresh key on the key ring")),
        ("demo reset", _("loads the demonstration again from its beginning")),
        ("bench NAME [--size N]", _("measures, on a database of its own")),
        (_("any other command"), _("goes to Django, with the database started if needed")),
    ]
    width = max(len(name) for name, _text in rows)
    lines = [f"  ./kanaf {name:<{width}}  {text}" for name, text in rows]
    return "\n".join([_("Kanaf, a platform for the people who protect children together."), "", *lines])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
