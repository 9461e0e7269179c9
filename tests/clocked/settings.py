"""The settings of one machine, with a clock that goes as fast as ours and stands where a file says.

Only a process that a test starts reads this module: it is found through the folder of the tests, never installed.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from kanaf.foundation import clock

HAND = Path(os.environ["KANAF_CLOCKED_HAND"])
"""Holds how many seconds the clock is ahead."""


def moved() -> datetime:
    """Now, as far ahead as the test has moved the hand."""
    return datetime.fromtimestamp(time.time() + float(HAND.read_text(encoding="ascii")), UTC)


clock.now = moved  # before any area is imported: some keep the function itself

from kanaf.config.settings.dev import *

STATIC_ROOT = Path(os.environ["KANAF_CLOCKED_STATIC"])
