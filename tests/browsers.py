"""A real Chromium for the tests: found on the machine, skipped visibly where there is none."""

import os
import shutil

MISSING = "no Chromium on this machine"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def is_required() -> bool:
    return os.environ.get("KANAF_BROWSER", "") == "required"
