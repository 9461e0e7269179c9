"""Every change of the directory and of its people: one verb each."""

from kanaf.actors.services.creating import add_organisation, add_site, open_desk
from kanaf.actors.services.drafts import (
    DraftAlreadyDecided,
    NothingChanged,
    SeenChanged,
    StaleDraft,
    Unwritable,
    approve_change,
    propose_change,
    refuse_change,
)
from kanaf.actors.services.entries import record_agreement, verify_organisation, verify_service
from kanaf.actors.services.people import (
    AlreadyAMember,
    add_member,
    change_profile,
    close_account,
    cover_absence,
    end_absence,
    end_membership,
    reopen_account,
)

__all__ = [
    "AlreadyAMember",
    "DraftAlreadyDecided",
    "NothingChanged",
    "SeenChanged",
    "StaleDraft",
    "Unwritable",
    "add_member",
    "add_organisation",
    "add_site",
    "approve_change",
    "change_profile",
    "close_account",
    "cover_absence",
    "end_absence",
    "end_membership",
    "open_desk",
    "propose_change",
    "record_agreement",
    "refuse_change",
    "reopen_account",
    "verify_organisation",
    "verify_service",
]
