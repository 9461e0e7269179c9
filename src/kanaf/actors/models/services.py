"""What is offered to children and families (HSDS ``service``), and its search index."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Audience, Cost, Language, Referrer, ServiceCategory, ServiceStatus
from kanaf.foundation.ids import new_id


class ServiceQuerySet(models.QuerySet["Service"]):
    """The SQL twins of the directory's rules; tests hold them together."""

    def visible_to(self, audience: Audience) -> Self:
        """The twin of ``policies.can_show_service``: no shelter is ever public."""
        if audience != Audience.PUBLIC:
            return self
        at_shelter = ServiceAtLocation.objects.filter(service=OuterRef("pk"), site__is_shelter=True)
        return self.filter(
            Q(desk__isnull=True) | Q(desk__is_shelter=False),
            ~Exists(at_shelter),
            status__in=SHOWN_TO_ALL,
            is_shelter=False,
        )

    def readable_by(self, actor: Actor) -> Self:
        return self.visible_to(Audience.PROFESSIONALS if actor.is_professional else Audience.PUBLIC)


SHOWN_TO_ALL = [ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED]


class Service(models.Model):
    """One thing one organisation does for children: for whom, how to get in, and how sure we are of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=110, unique=True)
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="services")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, null=True, blank=True, related_name="services")
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE)
    categories = ArrayField(models.CharField(max_length=16, choices=ServiceCategory.choices), default=list, blank=True)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    cost = models.CharField(max_length=12, choices=Cost.choices, default=Cost.FREE)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    who_may_refer = ArrayField(models.CharField(max_length=16, choices=Referrer.choices), default=list, blank=True)
    is_shelter = models.BooleanField(default=False)
    last_verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey("actors.Account", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(name="service_categories", fields=["categories"]),
            models.Index(fields=["organisation", "name"]),
            models.Index(fields=["name", "id"], name="service_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="service_ages_in_order",
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
            ),
        ]


class ServiceName(models.Model):
    """All that a service says in one language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="names")
    language = models.CharField(max_length=2, choices=Language.choices)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    eligibility_description = models.TextField(blank=True)
    referral_route = models.TextField(blank=True)
    required_documents = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    alert = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_one_name_per_language", fields=["service", "language"]),
        ]


class ServiceAtLocation(models.Model):
    """A service at a site (HSDS ``service_at_location``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="locations")
    site = models.ForeignKey("actors.Site", models.PROTECT, related_name="services")
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_once_at_a_site", fields=["service", "site"]),
        ]


class ServiceSearch(models.Model):
    """The words of a service in every language, kept by triggers so that no writer can forget them."""

    service = models.OneToOneField(Service, models.CASCADE, primary_key=True, related_name="search")
    document = SearchVectorField()
    letters = models.TextField()

    class Meta:
        indexes = [
            GinIndex(name="servicesearch_document", fields=["document"]),
            GinIndex(OpClass(F("letters"), name="gin_trgm_ops"), name="servicesearch_letters"),
        ]
