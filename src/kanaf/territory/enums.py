"""Closed vocabularies of the territory; the open ones are codelists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceLevel(TextChoices):
    """How high a place stands; other countries map their own names onto these levels."""

    REGION = "region", _("Region")
    PROVINCE = "province", _("Province or prefecture")
    CERCLE = "cercle", _("Cercle")
    COMMUNE = "commune", _("Commune")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    FORMER_REGION = "former_region", _("Former region")


class PlaceKind(TextChoices):
    """What a place is called; a country loaded from CSV may bring other words."""

    REGION = "region", _("Region")
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    ARRONDISSEMENTS = "prefecture_of_arrondissements", _("Prefecture of arrondissements")
    CERCLE = "cercle", _("Cercle")
    URBAN = "urban", _("Urban commune")
    RURAL = "rural", _("Rural commune")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    FORMER_REGION = "former_region", _("Region before 2015")


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class Risk(TextChoices):
    """The level of risk that a delay answers to; empty means whatever the risk."""

    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk")
    LOW = "low", _("Low risk")


class Unit(TextChoices):
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")


class ClockKind(TextChoices):
    """A continuous clock never stops; a working clock skips whole days without work."""

    CONTINUOUS = "continuous", _("Day and night, every day")
    WORKING = "working", _("Working days only")


class ConsentKind(TextChoices):
    """What is asked of somebody before a child's information is used."""

    INFORMATION = "information", _("Information only")
    ORAL_ASSENT = "oral_assent", _("Assent, spoken")
    WRITTEN_ASSENT = "written_assent", _("Assent, in writing")
    CONSENT = "consent", _("Consent, in writing")
    CONSENT_IF_CHILD_AGREES = "consent_if_child_agrees", _("Consent, if the child agrees to asking")


class ConsentFallback(TextChoices):
    """Who decides when no caregiver can, or when asking one would harm the child."""

    TRUSTED_ADULT = "trusted_adult", _("Another trusted adult, or the social worker")
    TRUSTED_ADULT_OR_MATURITY = (
        "trusted_adult_or_maturity",
        _("Another trusted adult, or the child if mature enough"),
    )
    CHILD = "child", _("The child alone, once maturity is assessed")


class SettingKind(TextChoices):
    """The kinds of setting that people edit on our pages."""

    HELPLINES = "helplines", _("Numbers to call")
    DELAYS = "delays", _("Delays")
    CONSENT = "consent", _("Consent by age")
    LAW = "law", _("Legal references")
    DUTIES = "duties", _("Duty to report, by profession")
    AGES = "ages", _("Age limits")
    CODELISTS = "codelists", _("Codelists")
    CALENDAR = "calendar", _("Days worked or not")


class Profession(TextChoices):
    """Who may learn of a child in danger at work; the law does not ask the same of all."""

    OFFICIAL = "official", _("Official or public authority")
    SOCIAL = "social", _("Social worker")
    HEALTH = "health", _("Doctor or health worker")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    TEACHER = "teacher", _("Teacher or school staff")
    LAWYER = "lawyer", _("Lawyer")
    ANYBODY = "anybody", _("Anybody else")


class Duty(TextChoices):
    """Whether one must report, or may although one is bound by secrecy."""

    MUST = "must", _("must report")
    MAY = "may", _("may report: professional secrecy does not forbid it")
    HELP = "help", _("must help, and report a serious attack that was seen")


class AgeKey(TextChoices):
    """What ends at an age."""

    DIFFICULT = "difficult", _("Protection of children in a difficult situation")
    MAJORITY = "majority", _("Protection measures, at majority")
    CHILD_BEARING = "child_bearing", _("Girls known to be younger: emergency contraception is not thought of")


class DelayKey(TextChoices):
    """What the delays of our own areas are asked for; a protocol may add keys of its own."""

    TRIAGE = "triage", _("Sorting a report")
    FIRST_CONTACT = "first_contact", _("First contact with the child")
    REGISTRATION = "registration", _("Registration")
    INITIAL_ASSESSMENT = "initial_assessment", _("First assessment")
    FULL_ASSESSMENT = "full_assessment", _("Full assessment")
    PLAN_APPROVAL = "plan_approval", _("Approval of the plan")
    FOLLOW_UP = "follow_up", _("Follow-up contact")
    CASE_REVIEW = "case_review", _("Review of the file")
    REFERRAL_ANSWER = "referral_answer", _("Answer to a referral")
    REFERRAL_EXPIRY = "referral_expiry", _("End of a referral that nobody answered")
    POST_CLOSURE_CONTACT = "post_closure_contact", _("Contact after closure")
    MEDICAL_PEP = "medical_pep", _("Preventive treatment against HIV, from the incident")
    MEDICAL_CONTRACEPTION = "medical_contraception", _("Emergency contraception, from the incident")
    MEDICAL_FORENSIC = "medical_forensic", _("Forensic samples, from the incident")
    MEDICAL_EXAMINATION = "medical_examination", _("Examination by a doctor, by how soon it is asked for")
    MEDICAL_CERTIFICATE = "medical_certificate", _("Medical certificate, after the examination")
    SEROLOGY_FIRST = "serology_first", _("First blood test after an examination")
    SEROLOGY_SECOND = "serology_second", _("Second blood test after an examination")
    REPORT_READ = "report_read", _("Reading a public report")
    COMPLAINT_ACKNOWLEDGE = "complaint_acknowledge", _("Receipt of a complaint")
    COMPLAINT_ANSWER = "complaint_answer", _("Answer to a complaint")
    BREAKGLASS_REVIEW = "breakglass_review", _("Review of an emergency access")
    AUTHOR_ALERT = "author_alert", _("Decision on an author named in several files")
    TRANSFER_ACCESS_END = "transfer_access_end", _("End of the old team’s access after a transfer")
    DATA_REQUEST = "data_request", _("Answer to a request about personal data")
    JUDICIAL_INQUIRY = "judicial_inquiry", _("Social inquiry asked by a judge")
    KAFALA_EXECUTION = "kafala_execution", _("Execution of a kafala order")
    REPORT_RECEIPT = "report_receipt", _("Receipt of a report to the prosecutor")
    MEASURE_REVIEW = "measure_review", _("Preparing the review of a measure, before its date")
    CONSENT_SERVICES = "consent_services", _("How long consent to receive services holds")
    CONSENT_SHARE = "consent_share", _("How long consent to share with a service holds")
    CONSENT_STATISTICS = "consent_statistics", _("How long consent to anonymous statistics holds")
    CONSENT_IMAGE = "consent_image", _("How long consent to a photo or to media holds")
    CONSENT_NOTICE = "consent_notice", _("Warning before the end of a consent")
    CONSENT_GRACE = "consent_grace", _("How long an old consent bears after a birthday that asks for a new one")
    SHARING_STOP = "sharing_stop", _("Confirmation that what was taken back is used no more")
    ABANDONMENT_NOTICE = "abandonment_notice", _("Notice of abandonment, posted")
