"""Made-up registries of children and their noisy re-registrations, to tune and measure the matcher of records."""

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """``./kanaf bench match``."""
    from bench.match import run

    return run.main(arguments)
