"""From which probability an answer is acted upon: fixed on the children made for tuning, and on no others."""

STRONG = 0.5
"""The same person, unless somebody says otherwise."""
POSSIBLE = 0.05
"""Worth a look before a second record is made."""
