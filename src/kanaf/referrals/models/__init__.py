"""The tables of hand-overs."""

from kanaf.referrals.models.conferences import Conference, ConferenceDecision, ConferenceDesk, ConferenceMinute
from kanaf.referrals.models.referrals import Referral, ReferralQuestion, TransferSummary, reference_of
from kanaf.referrals.models.sheets import Sheet
from kanaf.referrals.models.stops import StopNotice

__all__ = [
    "Conference",
    "ConferenceDecision",
    "ConferenceDesk",
    "ConferenceMinute",
    "Referral",
    "ReferralQuestion",
    "Sheet",
    "StopNotice",
    "TransferSummary",
    "reference_of",
]
