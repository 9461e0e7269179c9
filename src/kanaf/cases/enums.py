"""Closed vocabularies of the file; what changes from country to country is a codelist of ``territory``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    PUBLIC_FORM = "public_form", _("public form")
    WALK_IN = "walk_in", _("came to the desk")
    CALL = "call", _("telephone call")
    LETTER = "letter", _("letter")
    POLICE_MINUTES = "police_minutes", _("police minutes")
    COLLEAGUE = "colleague", _("another service")
    OUTREACH = "outreach", _("met in the street")
    CONCERN = "concern", _("concern raised in a session")


class ReporterKind(TextChoices):
    WORRIED_ADULT = "adult", _("an adult who is worried")
    CHILD = "child", _("a child who needs help")
    PROFESSIONAL = "professional", _("a professional")


class ReportStatus(TextChoices):
    RECEIVED = "received", _("received")
    TRIAGED = "triaged", _("triaged")


class Urgency(TextChoices):
    HIGH = "high", _("high: today, now")
    MEDIUM = "medium", _("medium: within days")
    LOW = "low", _("low: can wait a week")


class Decision(TextChoices):
    OPEN = "open", _("open a file")
    JOIN = "join", _("join to a file we follow")
    NO_ACTION = "no_action", _("no further action")


class CaseStatus(TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Stage(TextChoices):
    """The six official steps of the territorial arrangement (circular 11/2019)."""

    DETECTION = "1", _("Detection and report")
    ASSISTANCE = "2", _("Immediate assistance")
    JUSTICE = "3", _("Report to justice")
    ASSESSMENT = "4", _("Social assessment")
    SUPPORT = "5", _("Support")
    FOLLOW_UP = "6", _("Follow-up")


class Risk(TextChoices):
    HIGH = "high", _("high risk")
    MEDIUM = "medium", _("medium risk")
    LOW = "low", _("low risk")


class Profile(TextChoices):
    VICTIM = "victim", _("victim of violence")
    IN_DANGER = "in_danger", _("in danger")
    DIFFICULT = "difficult", _("in a difficult situation")
    IN_CONFLICT = "in_conflict", _("in conflict with the law")
    TRAFFICKING = "trafficking", _("victim of trafficking")
    CHILD_MARRIAGE = "child_marriage", _("exposed to marriage")
    STREET = "street", _("living in the street")
    UNACCOMPANIED = "unaccompanied", _("unaccompanied")
    ABANDONED = "abandoned", _("abandoned")
    SINGLE_MOTHER = "single_mother", _("single mother")


class PartyRole(TextChoices):
    MAIN = "main", _("the person the file is for")
    CAREGIVER = "caregiver", _("takes care of the child")
    SIBLING = "sibling", _("brother or sister")
    HOUSEHOLD = "household", _("lives in the same home")
    TRUSTED = "trusted", _("adult the child trusts")
    REPORTER = "reporter", _("made the report")
    ALLEGED_AUTHOR = "alleged_author", _("alleged author")


class HappenedPrecision(TextChoices):
    HOUR = "hour", _("the hour is known")
    DAY = "day", _("the day is known")
    PERIOD = "period", _("over a period")
    UNKNOWN = "unknown", _("not known")


class ConsentPurpose(TextChoices):
    SERVICES = "services", _("receive services")
    SHARE = "share", _("share with a service")
    STATISTICS = "statistics", _("anonymous statistics")
    IMAGE = "image", _("photo or media")


class ConsentState(TextChoices):
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NOT_NEEDED = "not_needed", _("not needed: another legal basis")


class Approval(TextChoices):
    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("waits for approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("sent back with remarks")


class ActionStatus(TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class ContactKind(TextChoices):
    FIRST_CONTACT = "first_contact", _("first contact with the child")
    HOME_VISIT = "home_visit", _("home visit")
    INTERVIEW = "interview", _("interview at the desk")
    CALL = "call", _("telephone call")
    ACCOMPANIMENT = "accompaniment", _("went along to a service")
    SCHOOL_VISIT = "school_visit", _("visit at school")
    POST_CLOSURE = "post_closure", _("contact after closing")


class ComplaintAbout(TextChoices):
    WORKER = "worker", _("a person who works here")
    SERVICE = "service", _("a service or a place")
    EXPLOITATION = "exploitation", _("somebody asked for sex, touched or threatened me")


class ComplaintStatus(TextChoices):
    RECEIVED = "received", _("received")
    IN_HAND = "in_hand", _("being looked into")
    ANSWERED = "answered", _("answered")


class FindingDomain(TextChoices):
    """What an assessment looks at, one by one; the child's own views stand apart."""

    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health")
    SCHOOLING = "schooling", _("School")
    FAMILY = "family", _("Family and people around")
    EMOTIONAL = "emotional", _("Feelings and behaviour")
    HOUSING = "housing", _("Home and income")


class ClosingCriterion(TextChoices):
    """What we would like to be able to say when a file closes."""

    SAFE_HOME = "safe_home", _("The child is safe where they live.")
    NO_ACCESS = "no_access", _("The alleged author has no access to the child.")
    GOALS_MET = "goals_met", _("The goals of the plan are met.")
    CAREGIVER = "caregiver", _("An adult is able to take care of the child.")
    SERVICES_DONE = "services_done", _("The services that were asked for have been given.")
    KNOWS_WHO = "knows_who", _("The child knows who to call.")
    CHILD_HEARD = "child_heard", _("The child was told that the file closes, and was heard.")


class EmergencyOutcome(TextChoices):
    """What the privacy officer says of an emergency access; the last one leaves the review open."""

    JUSTIFIED = "justified", _("justified")
    NOT_JUSTIFIED = "not_justified", _("not justified")
    FOLLOW_UP = "follow_up", _("to be followed up")


class ToldAs(TextChoices):
    """As whom somebody hears of an emergency access."""

    LEAD = "lead", _("leads the file")
    PRIVACY = "privacy", _("reviews emergency accesses")


class Sameness(TextChoices):
    """What a supervisor found about people named as author in several files."""

    SAME = "same", _("It is the same person")
    DIFFERENT = "different", _("They are different people")
    UNKNOWN = "unknown", _("It cannot be told")


class PairFinder(TextChoices):
    """How two records of perhaps one person were found."""

    REGISTRATION = "registration", _("when one of them was written down")
    SWEEP = "sweep", _("by the nightly comparison")
    WORKER = "worker", _("by somebody who compared them")


class PairOutcome(TextChoices):
    """What somebody decided about two records."""

    SAME = "same", _("the same person")
    APART = "apart", _("two different people")


class MergeState(TextChoices):
    """Where the joining of two records stands."""

    PROPOSED = "proposed", _("proposed")
    DONE = "done", _("joined")
    REFUSED = "refused", _("not joined")
    UNDONE = "undone", _("taken apart again")


class KnownAnswer(TextChoices):
    """What the desk that knows a child lets the other one know."""

    CALL = "call", _("We may know this child: call us")
    APART = "apart", _("It is another child")
    SILENT = "silent", _("Do not answer")


class Asked(TextChoices):
    """What a mail asks somebody to do about people who may be one; shown on no page.

    To join two records as the second reviewer, to answer whether a child is known, to call the desk that may know
    the child, to compare two records that the night found.
    """

    SECOND = "second"
    WORD = "word"
    CALL = "call"
    PAIR = "pair"
