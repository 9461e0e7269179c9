"""The settings of one machine, with a clock that stands where a file says and goes on slowly.

Only a process that a test starts reads this module: it is found through the folder of the tests, never installed.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from kanaf.foundation import clock
from tests.clocked import PACE

HAND = Path(os.environ["KANAF_CLOCKED_HAND"])
"""Holds the second of our own time at which the clock was set, and the second that it was set to."""


def moved() -> datetime:
    """The moment that the test has set, and a little more as time goes by: a story is slower than its people."""
    ours, set_to = map(float, HAND.read_text(encoding="ascii").split())
    return datetime.fromtimestamp(set_to + (time.time() - ours) / PACE, UTC)


clock.now = moved  # before any area is imported: some keep the function itself

from kanaf.config.settings.dev import *

STATIC_ROOT = Path(os.environ["KANAF_CLOCKED_STATIC"])
