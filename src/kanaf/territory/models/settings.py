"""Law, delays, consent and numbers to call: dated rows that each country sets for itself."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.territory.enums import AgeKey, ClockKind, ConsentFallback, ConsentKind, Duty, Profession, Risk, Unit
from kanaf.territory.models.naming import (
    EQUAL,
    OVERLAPS,
    Dated,
    DatedQuerySet,
    Labelled,
    Versioned,
    in_language,
    period,
    period_in_order,
)
from kanaf.territory.models.places import Country

HOURS_IN_A_DAY = 24


class Setting(Dated, Versioned):
    """A dated row of one country; a change ends the old row and opens a new one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Helpline(Labelled, Setting):
    """A number that somebody in danger can call."""

    number = models.CharField(_("number"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_danger_now = models.BooleanField(_("shown first to people in danger"), default=True)

    class Meta:
        ordering = ["country", "order"]
        constraints = [
            period_in_order("helpline_period_in_order"),
            ExclusionConstraint(
                name="helpline_once_at_a_time",
                expressions=[("country", EQUAL), ("number", EQUAL), (period(), OVERLAPS)],
            ),
        ]


def hours_in(amount: int, unit: str) -> int:
    return amount * (HOURS_IN_A_DAY if unit == Unit.DAYS else 1)


class DelaySetting(Setting):
    """Within how long something must be done, at which risk and on which clock."""

    key = models.SlugField(_("what must be done"), max_length=40)
    risk = models.CharField(_("risk"), max_length=6, choices=Risk.choices, blank=True)
    amount = models.PositiveSmallIntegerField(_("how long"))
    unit = models.CharField(_("hours or days"), max_length=5, choices=Unit.choices)
    clock = models.CharField(_("clock"), max_length=10, choices=ClockKind.choices)

    class Meta:
        ordering = ["country", "key", "risk"]
        constraints = [
            period_in_order("delay_period_in_order"),
            models.CheckConstraint(name="delay_is_some_time", condition=Q(amount__gt=0)),
            ExclusionConstraint(
                name="delay_one_at_a_time",
                expressions=[("country", EQUAL), ("key", EQUAL), ("risk", EQUAL), (period(), OVERLAPS)],
            ),
        ]

    @property
    def hours(self) -> int:
        return hours_in(self.amount, self.unit)


class ConsentRule(Setting):
    """What is asked of a child of these ages and of the caregiver, and who decides otherwise."""

    age_from = models.PositiveSmallIntegerField(_("from the age of"))
    age_to = models.PositiveSmallIntegerField(_("to the age of"))
    child = models.CharField(_("asked of the child"), max_length=30, choices=ConsentKind.choices)
    caregiver = models.CharField(_("asked of the caregiver"), max_length=30, choices=ConsentKind.choices)
    fallback = models.CharField(
        _("without a caregiver, or against the child's interest"),
        max_length=30,
        choices=ConsentFallback.choices,
    )

    class Meta:
        ordering = ["country", "age_from"]
        constraints = [
            period_in_order("consent_period_in_order"),
            models.CheckConstraint(name="consent_ages_in_order", condition=Q(age_to__gte=F("age_from"))),
            ExclusionConstraint(
                name="consent_one_rule_an_age",
                expressions=[
                    ("country", EQUAL),
                    (
                        Func(
                            F("age_from"),
                            F("age_to"),
                            Value("[]"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        OVERLAPS,
                    ),
                    (period(), OVERLAPS),
                ],
            ),
        ]


class LegalReference(Setting):
    """One article of one text, as it stood between two dates."""

    key = models.SlugField(_("key"), max_length=60)
    text = models.CharField(_("text"), max_length=120)
    article = models.CharField(_("article"), max_length=60, blank=True)
    title_fr = models.CharField(_("what it says, in French"), max_length=300)
    title_ar = models.CharField(_("what it says, in Arabic"), max_length=300)
    title_en = models.CharField(_("what it says, in English"), max_length=300, blank=True)

    class Meta:
        ordering = ["country", "text", "article"]
        constraints = [
            period_in_order("law_period_in_order"),
            ExclusionConstraint(
                name="law_one_at_a_time",
                expressions=[("country", EQUAL), ("key", EQUAL), (period(), OVERLAPS)],
            ),
        ]

    @property
    def title(self) -> str:
        return in_language(self, "title")


class ReportingDuty(Setting):
    """What one profession owes when it learns that a child is ill-treated, and the text that says so."""

    profession = models.CharField(_("profession"), max_length=20, choices=Profession.choices)
    duty = models.CharField(_("duty"), max_length=12, choices=Duty.choices)
    law = models.SlugField(_("legal reference"), max_length=60, help_text=_("the short name of a legal reference"))

    class Meta:
        ordering = ["country", "profession"]
        constraints = [
            period_in_order("duty_period_in_order"),
            ExclusionConstraint(
                name="duty_one_at_a_time",
                expressions=[("country", EQUAL), ("profession", EQUAL), (period(), OVERLAPS)],
            ),
        ]


class AgeLimit(Setting):
    """An age at which something ends, and how long before people are warned."""

    key = models.CharField(_("what ends"), max_length=20, choices=AgeKey.choices)
    years = models.PositiveSmallIntegerField(_("at the age of"))
    notice_days = models.PositiveSmallIntegerField(_("warned so many days before"))
    law = models.SlugField(_("legal reference"), max_length=60, help_text=_("the short name of a legal reference"))

    class Meta:
        ordering = ["country", "years"]
        constraints = [
            period_in_order("age_period_in_order"),
            models.CheckConstraint(name="age_of_a_person", condition=Q(years__gt=0, years__lte=30)),
            ExclusionConstraint(
                name="age_one_at_a_time",
                expressions=[("country", EQUAL), ("key", EQUAL), (period(), OVERLAPS)],
            ),
        ]
