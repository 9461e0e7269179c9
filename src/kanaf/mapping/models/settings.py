"""From how many on referrals are counted in the open: a dated setting of each country."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from kanaf.territory.models.naming import EQUAL, OVERLAPS, period, period_in_order
from kanaf.territory.models.settings import Setting


class LeastCount(Setting):
    """Below ``least``, readers who are at neither desk see « fewer than », and no figure made from them."""

    least = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["country", "valid_from"]
        constraints = [
            period_in_order("least_count_period_in_order"),
            models.CheckConstraint(name="least_count_hides_one_child", condition=Q(least__gte=3)),
            ExclusionConstraint(
                name="least_count_one_at_a_time", expressions=[("country", EQUAL), (period(), OVERLAPS)]
            ),
        ]
