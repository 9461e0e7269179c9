"""Reports, files and everything a file holds. One row belongs to exactly one compartment."""

from kanaf.cases.models.closing import Closure, Complaint, ComplaintStatement, Reopening
from kanaf.cases.models.conflicts import AuthorTrace, RepeatedAuthor, RepeatedAuthorFile
from kanaf.cases.models.consents import Consent
from kanaf.cases.models.duplicates import DuplicateNotice, KnownElsewhere, PersonMerge, PersonPair
from kanaf.cases.models.emergency import EmergencyAccess, EmergencyNotice
from kanaf.cases.models.files import Case, CaseParty, Lead
from kanaf.cases.models.followup import Attachment, Contact, Note
from kanaf.cases.models.incidents import Incident
from kanaf.cases.models.plans import Assessment, Plan, PlanAction, PlanGoal, SafetyPlan
from kanaf.cases.models.reports import Report, ReportAddition, ReportContact, ReportStatement, Triage

__all__ = [
    "Assessment",
    "Attachment",
    "AuthorTrace",
    "Case",
    "CaseParty",
    "Closure",
    "Complaint",
    "ComplaintStatement",
    "Consent",
    "Contact",
    "DuplicateNotice",
    "EmergencyAccess",
    "EmergencyNotice",
    "Incident",
    "KnownElsewhere",
    "Lead",
    "Note",
    "PersonMerge",
    "PersonPair",
    "Plan",
    "PlanAction",
    "PlanGoal",
    "Reopening",
    "RepeatedAuthor",
    "RepeatedAuthorFile",
    "Report",
    "ReportAddition",
    "ReportContact",
    "ReportStatement",
    "SafetyPlan",
    "Triage",
]
