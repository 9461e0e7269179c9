"""The public FEBRL data sets, swept by us and linked by Splink in the same run, on the same columns."""

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """``./kanaf bench febrl``."""
    from bench.febrl import run

    return run.main(arguments)
