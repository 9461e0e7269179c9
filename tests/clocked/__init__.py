"""A Kanaf whose clock the tests set and move: processes and database together.

Nothing of it is in ``src``: the settings that move the clock stand here, beside the tests that use them, and
``tests/architecture/test_clock.py`` holds the product to one clock that reads nothing but the machine's.
"""

PACE = 20
"""How many of our seconds make one of theirs: a slow machine does not make anybody late."""
