"""From which probability an answer is acted upon: fixed beforehand, where F1 is best on the tuning part."""

STRONG = 0.46
"""The same person, unless somebody says otherwise."""
POSSIBLE = 0.05
"""Worth a look before a second record is made."""
WORTH_A_LOOK = 0.2
"""Worth a place among the pairs that somebody compares."""
