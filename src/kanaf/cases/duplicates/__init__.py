"""Two records that may be one person: found by the clock, compared by people, joined, and taken apart again."""
