"""Everything here is of the medical part of a file; findings are closed to all but those who write in it."""

from kanaf.health.models.care import Examination, Findings, FollowUp, LimitAnswer
from kanaf.health.models.certificates import Certificate, Copy
from kanaf.health.models.requests import Request, Visit

__all__ = ["Certificate", "Copy", "Examination", "Findings", "FollowUp", "LimitAnswer", "Request", "Visit"]
