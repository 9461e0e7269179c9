"""Paper: every PDF is set by Typst, with the fonts of the house and none of the machine's (docs/decisions/0006)."""

from kanaf.foundation.paper.measuring import Exact, Measure, Weight, measured
from kanaf.foundation.paper.typesetting import Form, typeset

__all__ = ["Exact", "Form", "Measure", "Weight", "measured", "typeset"]
