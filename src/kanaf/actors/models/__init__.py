"""The tables of the directory and of the people who work in it."""

from kanaf.actors.models.accounts import Account, AccountManager
from kanaf.actors.models.agreements import Agreement, AgreementParty, Commitment
from kanaf.actors.models.desks import Absence, Desk, DeskArea, Membership
from kanaf.actors.models.details import (
    Accessibility,
    Contact,
    CostOption,
    Phone,
    Schedule,
    ServiceCapacity,
    ServiceLanguage,
)
from kanaf.actors.models.drafts import DirectoryDraft
from kanaf.actors.models.invitations import Invitation
from kanaf.actors.models.organisations import Organisation, OrganisationName, Site, SiteName
from kanaf.actors.models.services import Service, ServiceAtLocation, ServiceName, ServiceSearch
from kanaf.actors.models.sessions import OpenSession

__all__ = [
    "Absence",
    "Accessibility",
    "Account",
    "AccountManager",
    "Agreement",
    "AgreementParty",
    "Commitment",
    "Contact",
    "CostOption",
    "Desk",
    "DeskArea",
    "DirectoryDraft",
    "Invitation",
    "Membership",
    "OpenSession",
    "Organisation",
    "OrganisationName",
    "Phone",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ServiceLanguage",
    "ServiceName",
    "ServiceSearch",
    "Site",
    "SiteName",
]
