"""When people are at work: the weekly rest, the feasts, and what an editor knows better."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.territory.models.naming import Labelled, Versioned
from kanaf.territory.models.places import Country


class WorkingCalendar(models.Model):
    """The clock and the weekly rest of a country; ``feasts`` names its list of public holidays."""

    country = models.OneToOneField(
        Country, models.PROTECT, primary_key=True, verbose_name=_("country"), related_name="+"
    )
    zone = models.CharField(_("time zone"), max_length=40)
    rest_days = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days of weekly rest"))
    feasts = models.CharField(_("list of public holidays"), max_length=2, blank=True)

    class Meta:
        ordering = ["country"]


class CalendarException(Labelled, Versioned):
    """A day that is worked or not, whatever the list says: feasts follow the moon, and decrees."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="+")
    day = models.DateField(_("day"))
    is_worked = models.BooleanField(_("people work on that day"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["country", "-day"]
        constraints = [models.UniqueConstraint(name="exception_once_a_day", fields=["country", "day"])]
