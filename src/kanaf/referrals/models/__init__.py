"""The tables of hand-overs."""

from kanaf.referrals.models.conferences import Conference, ConferenceDecision, ConferenceDesk, ConferenceMinute
from kanaf.referrals.models.referrals import Referral, ReferralQuestion, TransferSummary
from kanaf.referrals.models.sheets import Sheet

__all__ = [
    "Conference",
    "ConferenceDecision",
    "ConferenceDesk",
    "ConferenceMinute",
    "Referral",
    "ReferralQuestion",
    "Sheet",
    "TransferSummary",
]
