"""Every field about people says what erasure does to it; a sealed one is erased by its key, and only so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules

from kanaf.foundation import erasure
from kanaf.foundation.erasure import ErasureAction, Sensitivity
from kanaf.foundation.vault.fields import SealedField

AREAS = ("persons", "cases", "circuit", "referrals", "committees", "mapping", "justice", "health")


def fields_of(*areas: str) -> Iterator[tuple[str, Any]]:
    for area in areas:
        for model in apps.get_app_config(area).get_models(include_auto_created=True):
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if isinstance(field, models.CompositePrimaryKey):
                    continue  # made of fields that have their own rule
                yield model._meta.label, field


def troubles(fields: Iterator[tuple[str, Any]]) -> list[str]:
    """What is wrong, in words; empty when each field has the one rule that fits it."""
    found = []
    for model, field in fields:
        rule = erasure.rule_for(model, field.name)
        if rule is None:
            found.append(f"{model}.{field.name} has no rule")
        elif isinstance(field, SealedField) != (rule.action is ErasureAction.DESTROY_KEY):
            found.append(f"{model}.{field.name} is sealed or not, and its rule says otherwise")
        elif rule.action is ErasureAction.KEEP and rule.sensitivity is not Sensitivity.PLAIN:
            found.append(f"{model}.{field.name} is kept although it is not plain")
    return found


@pytest.fixture(autouse=True)
def _declared() -> None:
    autodiscover_modules("erasure")


@pytest.mark.parametrize("area", AREAS)
def test_every_field_about_people_has_the_rule_that_fits_it(area):
    assert troubles(fields_of(area)) == []


def test_no_rule_speaks_of_a_field_that_is_gone():
    known = {f"{model}.{field.name}" for model, field in fields_of(*AREAS)}
    declared = {f"{rule.model}.{rule.field}" for rule in erasure.rules if rule.model.split(".")[0] in AREAS}
    assert declared - known == set()


def test_every_rule_says_why():
    assert all(len(rule.why.split()) > 2 for rule in erasure.rules)


def test_the_test_finds_a_field_without_a_rule_and_one_with_the_wrong_rule():
    """It must not pass by finding nothing."""
    plain, sealed = models.TextField(name="forgotten"), SealedField(name="language")
    assert len(troubles(iter([("cases.Case", plain), ("cases.Report", sealed)]))) == 2
