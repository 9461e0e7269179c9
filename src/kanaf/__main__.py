"""``python -m kanaf``: the launcher behind ``./kanaf``."""

import sys

from kanaf.config.launcher.main import main

sys.exit(main(sys.argv[1:]))
