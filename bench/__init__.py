"""Benchmarks: ``./kanaf bench NAME``. Each prints JSON on its last line with what it measured."""
