"""The walk of one child's file, in a real browser, as people do it."""
