"""The closed vocabularies of the directory and of the people who work in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    SOCIAL_WORKER = "social_worker", _("Social worker")
    DESK_COORDINATOR = "desk_coordinator", _("Desk coordinator")
    SUPERVISOR = "supervisor", _("Supervisor")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    JUVENILE_JUDGE = "juvenile_judge", _("Juvenile judge")
    CLERK = "clerk", _("Court clerk")
    COURT_SOCIAL_WORKER = "court_social_worker", _("Court social worker")
    LAWYER = "lawyer", _("Lawyer")
    DOCTOR = "doctor", _("Doctor")
    POLICE_OFFICER = "police_officer", _("Police officer")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    CENTRE_EDUCATOR = "centre_educator", _("Centre educator")
    SCHOOL_FOCAL_POINT = "school_focal_point", _("School focal point")
    FACILITATOR = "facilitator", _("Facilitator")
    TRAINER = "trainer", _("Trainer")
    PARTICIPATION_OFFICER = "participation_officer", _("Participation officer")
    COMMITTEE_SECRETARY = "committee_secretary", _("Committee secretary")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    SUB_GRANTEE = "sub_grantee", _("Sub-grantee")
    PARTNER_FOCAL_POINT = "partner_focal_point", _("Partner focal point")
    DATA_OFFICER = "data_officer", _("Data officer")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    DIRECTORY_EDITOR = "directory_editor", _("Directory editor")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


INSTANCE_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.DIRECTORY_EDITOR, Role.PRIVACY_OFFICER, Role.DATA_OFFICER})
"""Roles that reach beyond one desk: only a system administrator gives or covers them."""


class Language(TextChoices):
    """Languages in which Kanaf itself speaks."""

    FRENCH = "fr", _("French")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")


class SpokenLanguage(TextChoices):
    """Languages in which a service receives people (ISO 639)."""

    ARABIC = "ar", _("Arabic")
    DARIJA = "ary", _("Darija")
    FRENCH = "fr", _("French")
    TARIFIT = "rif", _("Tarifit")
    TAMAZIGHT = "tzm", _("Tamazight of the Atlas")
    TACHELHIT = "shi", _("Tachelhit")
    SPANISH = "es", _("Spanish")
    ENGLISH = "en", _("English")
    SIGN_LANGUAGE = "xms", _("Moroccan sign language")


class OrganisationKind(TextChoices):
    """The partner classes of the founding document, and the donors."""

    MINISTRY = "ministry", _("Ministry or public administration")
    COURT = "court", _("Court and prosecution")
    COMMITTEE = "committee", _("Coordination committee")
    TRAINING_INSTITUTE = "training_institute", _("Training institute")
    PROTECTION_CENTRE = "protection_centre", _("Child protection centre")
    PROTECTION_UNIT = "protection_unit", _("Child protection unit (UPE)")
    SUPPORT_CENTRE = "support_centre", _("Child protection support centre (CAPE)")
    ENTRAIDE = "entraide", _("Entraide Nationale")
    HOSPITAL = "hospital", _("Hospital or health service")
    POLICE = "police", _("Police")
    GENDARMERIE = "gendarmerie", _("Gendarmerie")
    SCHOOL = "school", _("School")
    ASSOCIATION = "association", _("Association")
    PARLIAMENT = "parliament", _("Parliament")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    MEDIA = "media", _("Media")
    DONOR = "donor", _("Donor")
    PARTNER_NETWORK = "partner_network", _("Partner network")


class OrganisationStatus(TextChoices):
    ACTIVE = "active", _("In activity")
    CLOSED = "closed", _("Closed")


class DeskKind(TextChoices):
    """What a working post does in the circuit."""

    UPE = "upe", _("Child protection unit (UPE)")
    CAPE = "cape", _("Child protection support centre (CAPE)")
    COURT_CELL = "court_cell", _("Cell for women and children at the court")
    PROSECUTION = "prosecution", _("Public prosecution")
    JUVENILE_JUDGE = "juvenile_judge", _("Office of the juvenile judge")
    HOSPITAL_UNIT = "hospital_unit", _("Hospital unit")
    MINORS_BRIGADE = "minors_brigade", _("Minors' brigade")
    GENDARMERIE_UNIT = "gendarmerie_unit", _("Gendarmerie unit")
    LISTENING_CENTRE = "listening_centre", _("Listening centre")
    PROTECTION_CENTRE = "protection_centre", _("Child protection centre")
    SHELTER = "shelter", _("Shelter")
    SCHOOL = "school", _("School")
    ENTRAIDE_SERVICE = "entraide_service", _("Social service of Entraide Nationale")
    ASSOCIATION_SERVICE = "association_service", _("Service of an association")
    STREET_OUTREACH = "street_outreach", _("Street outreach team")
    HELPLINE = "helpline", _("Helpline")
    COORDINATION = "coordination", _("Coordination")
    PROGRAMME = "programme", _("Programme team")
    ADMINISTRATION = "administration", _("Administration of Kanaf")


class Audience(TextChoices):
    """Who is asking where a place is; each one gets its own precision."""

    PUBLIC = "public", _("Everyone")
    PROFESSIONALS = "professionals", _("Professionals")
    REFERRAL = "referral", _("People sent there")


class ServiceCategory(TextChoices):
    PSYCHOLOGICAL = "psychological", _("Psychological support")
    LEGAL = "legal", _("Legal help")
    MEDICAL = "medical", _("Medical care")
    SOCIAL = "social", _("Social support")
    EDUCATION = "education", _("Schooling and training")
    SHELTER = "shelter", _("Shelter")
    LISTENING = "listening", _("Listening and orientation")
    PROTECTION = "protection", _("Protection and placement")
    SAFETY = "safety", _("Police and safety")
    FAMILY = "family", _("Family mediation")
    STREET = "street", _("Help in the street")
    PREVENTION = "prevention", _("Prevention")


class ServiceStatus(TextChoices):
    """The four words of HSDS."""

    ACTIVE = "active", pgettext_lazy("state of a service", "Open")
    INACTIVE = "inactive", _("Suspended")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for now")
    DEFUNCT = "defunct", _("Ended")


class Referrer(TextChoices):
    """Who may send a child to a service."""

    CHILD = "child", _("The child")
    FAMILY = "family", _("The family")
    ANYONE = "anyone", _("Anyone")
    PROFESSIONAL = "professional", _("Any professional")
    SOCIAL_SERVICE = "social_service", _("A social service or protection unit")
    HEALTH = "health", _("A doctor or hospital")
    SCHOOL = "school", _("A school")
    POLICE = "police", _("Police or gendarmerie")
    PROSECUTION = "prosecution", _("The prosecutor")
    JUDGE = "judge", _("The judge")


class Cost(TextChoices):
    FREE = "free", _("Free")
    PARTLY_FREE = "partly_free", _("Free under conditions")
    PAID = "paid", _("To be paid")


class AccessibilityKind(TextChoices):
    STEP_FREE = "step_free", _("No steps")
    ADAPTED_TOILET = "adapted_toilet", _("Adapted toilet")
    SIGN_LANGUAGE = "sign_language", _("Sign language")
    CHILD_SPACE = "child_space", _("Space for children")
    SEPARATE_ENTRANCE = "separate_entrance", _("Discreet entrance")
    HOME_VISITS = "home_visits", _("Visits at home")
    REMOTE = "remote", _("By phone or at a distance")


class CapacityUnit(TextChoices):
    BEDS = "beds", _("beds")
    PLACES = "places", _("places")
    CASES = "cases", _("children followed at once")
    APPOINTMENTS = "appointments", _("appointments a week")


class SchedulePeriod(TextChoices):
    """A narrower period replaces the usual hours while it lasts."""

    USUAL = "usual", _("Usual hours")
    RAMADAN = "ramadan", _("During Ramadan")
    SCHOOL_HOLIDAYS = "school_holidays", _("School holidays")
    PUBLIC_HOLIDAYS = "public_holidays", _("Public holidays")


class Weekday(TextChoices):
    """Days as iCalendar and HSDS ``byday`` write them."""

    MONDAY = "MO", _("Monday")
    TUESDAY = "TU", _("Tuesday")
    WEDNESDAY = "WE", _("Wednesday")
    THURSDAY = "TH", _("Thursday")
    FRIDAY = "FR", _("Friday")
    SATURDAY = "SA", _("Saturday")
    SUNDAY = "SU", _("Sunday")


class PhoneType(TextChoices):
    """HSDS phone types."""

    VOICE = "voice", _("Telephone")
    CELL = "cell", _("Mobile")
    TEXT = "text", _("Text message")
    FAX = "fax", _("Fax")


class AgreementStatus(TextChoices):
    DRAFT = "draft", _("Being negotiated")
    SIGNED = "signed", _("Signed")
    ENDED = "ended", _("Ended")


class DraftTarget(TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    SERVICE = "service", _("Service")
    NEW_SERVICE = "new_service", _("New service")
    SITE = "site", _("Site")
    DESK = "desk", _("Desk")
    AGREEMENT = "agreement", _("Agreement")


class DraftStatus(TextChoices):
    PROPOSED = "proposed", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
