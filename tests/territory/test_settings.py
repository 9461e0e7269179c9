"""Dated settings: what is in force on a day, and how an editor changes it without changing the past."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation

from kanaf.journal.models import Entry
from kanaf.territory import access, seeds, services
from kanaf.territory.enums import DelayKey, SettingKind
from kanaf.territory.lines import line
from kanaf.territory.models import CodelistEntry, ConsentRule, DelaySetting, Helpline, LegalReference

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 4, 1, 9, tzinfo=UTC)
BEFORE, AFTER = date(2027, 3, 1), date(2027, 5, 1)


@dataclass
class Person:
    """As much of an actor as the territory asks for."""

    role: str = "directory_editor"
    is_anonymous: bool = False
    id: UUID | None = field(default_factory=uuid4)

    def has_role(self, *roles: str) -> bool:
        return self.role in roles


EDITOR = Person()
STRANGERS = [
    Person("social_worker"),  # works on files, not on settings
    Person("system_administrator"),  # keeps the machine, not the law
    Person("", is_anonymous=True),
]


def delay(key: str = "first_contact", risk: str = "medium") -> DelaySetting:
    return DelaySetting.objects.get(country="MA", key=key, risk=risk)


def add(kind: str, **values: Any) -> Any:
    return services.add_setting(actor=EDITOR, kind=kind, values=values, at=NOW)


def correct(kind: str, setting: Any, **values: Any) -> Any:
    return services.correct_setting(
        actor=EDITOR, kind=kind, setting=setting, version=setting.version, values=values, at=NOW
    )


def revise(kind: str, setting: Any, from_day: date, **values: Any) -> Any:
    return services.revise_setting(
        actor=EDITOR,
        kind=kind,
        setting=setting,
        version=setting.version,
        values=values,
        from_day=from_day,
        at=NOW,
    )


def test_a_new_installation_knows_whom_to_call_in_each_country() -> None:
    assert [found.number for found in access.helplines()] == ["2511", "19", "177", "15"]
    assert [found.number for found in access.helplines("DZ")] == ["3033"]
    assert access.helplines("LB") == []
    assert [found.number for found in access.helplines() if found.verified] == ["2511"]


def test_every_delay_of_ours_is_set_in_the_three_countries() -> None:
    for country in ("MA", "DZ", "LB"):
        for key in DelayKey.values:
            assert access.delay(key, risk="high", country=country).hours > 0
    assert access.delay("first_contact", risk="high").hours == 24
    assert access.delay("medical_pep").hours == 72
    assert access.delay("medical_contraception", risk="high").hours == 120


def test_a_delay_that_nobody_set_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(LookupError):
        access.delay("tea_break")


def test_a_high_risk_runs_through_the_weekend_and_a_medium_one_does_not() -> None:
    friday = datetime(2027, 4, 2, 9, tzinfo=UTC)
    assert access.due_at("first_contact", friday, risk="high") == friday + timedelta(hours=24)
    assert access.due_at("first_contact", friday, risk="medium") == datetime(2027, 4, 7, 9, tzinfo=UTC)


def test_an_exception_entered_by_an_editor_moves_what_is_due() -> None:
    monday = date(2027, 4, 5)
    add(SettingKind.CALENDAR, country_id="MA", day=monday, is_worked=False, label_fr="Pont", label_ar="عطلة")
    friday = datetime(2027, 4, 2, 9, tzinfo=UTC)
    assert not access.is_working_day("MA", monday)
    assert access.is_working_day("LB", date(2027, 4, 6))
    assert access.due_at("first_contact", friday, risk="medium") == datetime(2027, 4, 8, 9, tzinfo=UTC)
    assert access.add_working_time("MA", friday, 24) == datetime(2027, 4, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "child", "caregiver", "fallback"),
    [
        (0, "information", "consent", "trusted_adult"),
        (5, "information", "consent", "trusted_adult"),
        (6, "oral_assent", "consent", "trusted_adult"),
        (12, "written_assent", "consent", "trusted_adult_or_maturity"),
        (15, "consent", "consent_if_child_agrees", "child"),
        (17, "consent", "consent_if_child_agrees", "child"),
    ],
)
def test_consent_follows_the_table_of_ages(age: int, child: str, caregiver: str, fallback: str) -> None:
    rule = access.consent_rule(age)
    assert (rule.child, rule.caregiver, rule.fallback) == (child, caregiver, fallback)


def test_no_rule_of_consent_for_an_adult() -> None:
    with pytest.raises(LookupError):
        access.consent_rule(18)


def test_a_text_is_known_only_from_the_day_it_applies() -> None:
    assert access.legal_reference("loi-03-23", on=date(2026, 1, 1)).verified
    with pytest.raises(LookupError):
        access.legal_reference("loi-03-23", on=date(2025, 1, 1))


def test_both_ends_of_a_period_are_included() -> None:
    line_of_day = Helpline.objects.get(number="177")
    correct(SettingKind.HELPLINES, line_of_day, valid_from=BEFORE, valid_to=AFTER)
    shown = {day: "177" in [h.number for h in access.helplines(on=day)] for day in (BEFORE, AFTER)}
    assert shown == {BEFORE: True, AFTER: True}
    one = timedelta(days=1)
    assert "177" not in [h.number for h in access.helplines(on=BEFORE - one)]
    assert "177" not in [h.number for h in access.helplines(on=AFTER + one)]


def test_a_code_is_shown_in_the_language_of_the_page_even_once_ended() -> None:
    entry = CodelistEntry.objects.get(codelist="violence_form", code="L-3.1")
    correct(SettingKind.CODELISTS, entry, valid_to=date(2020, 1, 1))
    assert "L-3.1" not in dict(access.choices("violence_form"))
    with translation.override("ar"):
        assert access.label_of("violence_form", "L-3.1") == "الاغتصاب"
    assert access.label_of("violence_form", "L-99") == "L-99"


def test_every_seeded_code_has_its_words_and_local_ones_are_marked() -> None:
    for entry in CodelistEntry.objects.select_related("codelist"):
        assert entry.label_fr
        assert entry.label_ar
        assert entry.label_en
        assert entry.official or entry.code.startswith(entry.codelist.local_prefix)
        parents = entry.codelist.entries.values_list("code", flat=True)
        assert not entry.parent or entry.parent in parents


def test_planting_again_never_undoes_an_edit() -> None:
    Helpline.objects.filter(number="19").update(label_fr="Police secours")
    DelaySetting.objects.filter(key="triage").delete()
    counts = [m.objects.count() for m in (CodelistEntry, Helpline, DelaySetting, ConsentRule, LegalReference)]
    seeds.plant()
    again = [m.objects.count() for m in (CodelistEntry, Helpline, DelaySetting, ConsentRule, LegalReference)]
    assert again == counts
    assert Helpline.objects.get(number="19").label_fr == "Police secours"


def test_a_change_from_a_day_on_leaves_the_past_as_it_was() -> None:
    old = delay()
    new = revise(SettingKind.DELAYS, old, AFTER, amount=48)
    assert access.delay("first_contact", risk="medium", on=AFTER - timedelta(days=1)).hours == 72
    assert access.delay("first_contact", risk="medium", on=AFTER).hours == 48
    old.refresh_from_db()
    assert old.valid_to == AFTER - timedelta(days=1)
    assert new.pk != old.pk


def test_a_change_cannot_begin_before_what_it_changes() -> None:
    new = revise(SettingKind.DELAYS, delay(), AFTER, amount=48)
    with pytest.raises(services.TooEarlyError):
        revise(SettingKind.DELAYS, new, AFTER, amount=24)


def test_two_rows_never_speak_of_the_same_day() -> None:
    with pytest.raises(services.OverlapsError):
        add(SettingKind.HELPLINES, country_id="MA", number="2511", label_fr="Encore", label_ar="أيضا", order=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelaySetting.objects.create(country_id="MA", key="triage", risk="high", amount=1, unit="hours", clock="working")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRule.objects.create(
            country_id="MA", age_from=3, age_to=7, child="consent", caregiver="consent", fallback="child"
        )


def test_a_local_code_of_a_classified_list_begins_with_its_prefix() -> None:
    with pytest.raises(services.LocalCodeError):
        add(SettingKind.CODELISTS, codelist_id="violence_form", code="3.9", label_fr="x", label_ar="x")
    added = add(SettingKind.CODELISTS, codelist_id="violence_form", code="L-3.9", label_fr="x", label_ar="x")
    assert added.pk
    assert add(SettingKind.CODELISTS, codelist_id="closure_reason", code="rest", label_fr="x", label_ar="x").pk


def test_a_stale_edit_is_refused_and_says_what_is_there_now() -> None:
    first, second = delay(), delay()
    correct(SettingKind.DELAYS, first, amount=60)
    with pytest.raises(services.StaleEditError) as stale:
        correct(SettingKind.DELAYS, second, amount=50)
    assert stale.value.current.amount == 60  # type: ignore[union-attr]


def test_an_edit_is_journaled_with_before_and_after_and_an_empty_one_is_not() -> None:
    count = Entry.objects.count()
    row = correct(SettingKind.DELAYS, delay(), amount=60)
    entry = Entry.objects.latest("id")
    assert entry.kind == "territory.setting_corrected"
    assert entry.actor == EDITOR.id
    assert entry.subject == row.pk
    assert entry.kept == {"setting": "delays", "changes": {"amount": ["72", "60"]}}
    correct(SettingKind.DELAYS, row, amount=60)
    assert Entry.objects.count() == count + 1
    revise(SettingKind.DELAYS, row, AFTER, amount=10)
    assert Entry.objects.latest("id").kind == "territory.setting_revised"
    add(SettingKind.CALENDAR, country_id="MA", day=AFTER, label_fr="Pont", label_ar="عطلة")
    assert Entry.objects.latest("id").kind == "territory.setting_added"


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_neither_sees_nor_changes_settings(stranger: Person) -> None:
    with pytest.raises(Http404):
        access.list_settings(stranger, SettingKind.DELAYS)
    with pytest.raises(Http404):
        access.get_setting(stranger, SettingKind.DELAYS, delay().pk)
    with pytest.raises(PermissionDenied):
        services.add_setting(actor=stranger, kind=SettingKind.HELPLINES, values={}, at=NOW)
    with pytest.raises(PermissionDenied):
        services.correct_setting(actor=stranger, kind=SettingKind.DELAYS, setting=delay(), version=1, values={}, at=NOW)
    with pytest.raises(PermissionDenied):
        services.revise_setting(
            actor=stranger,
            kind=SettingKind.DELAYS,
            setting=delay(),
            version=1,
            values={},
            from_day=AFTER,
            at=NOW,
        )


def test_an_unknown_kind_or_row_is_not_found() -> None:
    with pytest.raises(Http404):
        access.list_settings(EDITOR, "secrets")
    with pytest.raises(Http404):
        access.get_setting(EDITOR, SettingKind.DELAYS, uuid4())


def test_the_web_role_may_read_settings_and_places(
    as_actor: Callable[[Any], AbstractContextManager[None]],
) -> None:
    with as_actor(None):
        assert access.helplines()
        assert access.choices("author_relation")
        assert access.search_places("tanger") == []


def test_codes_and_calendars_are_asked_once_in_a_request(
    as_actor: Callable[[Any], AbstractContextManager[None]], django_assert_max_num_queries: Any
) -> None:
    with as_actor(None), django_assert_max_num_queries(4):
        for _time in range(5):
            access.choices("author_relation")
            access.label_of("author_relation", "father")
            access.is_working_day("MA", AFTER)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", SettingKind.values)
def test_every_setting_has_its_line_in_words(kind: str, language: str) -> None:
    if kind == SettingKind.CALENDAR:
        add(kind, country_id="MA", day=AFTER, label_fr="Pont", label_ar="عطلة")
    with translation.override(language):
        for setting in access.list_settings(EDITOR, kind):
            row = line(kind, setting, AFTER)
            assert row.title
            assert row.text
