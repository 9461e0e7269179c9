"""Forms, pages and components: what they draw, and what they never draw."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django import forms as django_forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from kanaf.foundation import drafts, errors, navigation, pages
from kanaf.foundation.forms import DayField, Form, MomentField, Section
from kanaf.foundation.widgets import Checkboxes, Radios

pytestmark = pytest.mark.urls("tests.foundation.look_urls")


class Report(Form):
    sections = [Section("Who", ["who", "born_on"])]
    who = django_forms.ChoiceField(choices=[("a", "An adult")], widget=Radios(hints={"a": "a neighbour"}))
    born_on = DayField(required=False)
    happened_at = MomentField(required=False)
    story = django_forms.CharField(widget=django_forms.Textarea, help_text="What you know")
    needs = django_forms.MultipleChoiceField(choices=[("d", "A doctor")], widget=Checkboxes, required=False)
    email = django_forms.EmailField(required=False)
    told = django_forms.BooleanField(required=False)


def request_for(path, actor=None):
    request = RequestFactory().get(path)
    request.actor = actor or SimpleNamespace(is_anonymous=True)
    return request


def drawn(source, **context):
    return Template("{% load kanaf i18n %}" + source).render(Context(context))


def test_each_drawing_of_a_form_has_its_own_key():
    form = Report()
    keys = [re.search(r'name="_once" value="(.+?)"', str(form))[1] for _drawing in range(2)]
    assert len({UUID(key) for key in keys}) == 2
    assert "_once" not in form.fields


def test_a_form_remembers_the_version_that_was_seen():
    assert 'name="version" value="7"' in str(Report(version=7))
    assert Report({"version": "6"}, version=7).seen_version == "6"
    assert Report().seen_version is None
    assert 'name="version"' not in str(Report())


def test_the_summary_links_each_error_to_its_control():
    form = Report({"born_on_day": "31", "born_on_month": "2", "born_on_year": "2015"})
    with translation.override("en"):
        html = str(form)
    for href in re.findall(r'<a href="#(.+?)">', html):
        assert f'id="{href}"' in html
    assert [problem.href for problem in form.problems] == ["#id_who_0", "#id_born_on_0", "#id_story"]
    assert html.index("data-error-summary") < html.index("<fieldset")


def test_a_message_says_which_question_it_answers():
    with translation.override("en"):
        assert [p.message for p in Report({}).problems] == [
            "Who: An answer is needed here.",
            "Story: An answer is needed here.",
        ]


def test_fields_follow_their_script_and_carry_no_style():
    html = str(Report())
    assert re.search(r'<textarea[^>]*dir="auto"', html)
    assert re.search(r'<input type="email"[^>]*dir="ltr"', html)
    assert "style=" not in html
    assert " required" not in html
    assert html.count('class="choice"') == 3
    assert "a neighbour" in html


def test_hints_and_errors_are_read_with_their_control():
    html = str(Report({}))
    assert re.search(r'<textarea[^>]*aria-describedby="id_story_helptext id_story_error"', html)
    assert 'id="id_story_helptext"' in html
    assert 'id="id_story_error"' in html


@pytest.mark.parametrize("typed", [("12", "3", "2015"), (" 12 ", "03", "2015"), ("١٢", "٣", "٢٠١٥")])
def test_a_day_is_typed_in_three_boxes_in_either_digits(typed):
    boxes = dict(zip(("born_on_day", "born_on_month", "born_on_year"), typed, strict=True))
    form = Report({"who": "a", "story": "x", **boxes})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == date(2015, 3, 12)


@pytest.mark.parametrize("typed", [("31", "2", "2015"), ("12", "", "2015"), ("x", "3", "2015"), ("1", "1", "0")])
def test_a_day_that_does_not_exist_is_refused_with_a_sentence(typed):
    boxes = dict(zip(("born_on_day", "born_on_month", "born_on_year"), typed, strict=True))
    form = Report({"who": "a", "story": "x", **boxes})
    assert list(form.errors) == ["born_on"]


def test_a_moment_is_understood_on_the_clock_of_the_country():
    form = Report({"who": "a", "story": "x", "happened_at_0": "2026-07-01", "happened_at_1": "13:00"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["happened_at"] == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_the_language_switch_leads_to_the_same_page():
    with translation.override("fr"):
        site = pages.Site(request_for("/fr/gallery/?page=2"))
        assert [link.href for link in site.languages] == [
            "/fr/gallery/?page=2",
            "/ar/gallery/?page=2",
            "/en/gallery/?page=2",
        ]
        assert [link.name for link in site.languages] == ["Français", "العربية", "English"]
        lost = pages.Site(request_for("/fr/nowhere/"))
        assert [link.href for link in lost.languages] == ["/fr/nowhere/", "/ar/nowhere/", "/en/nowhere/"]
        assert pages.same_page_in("/healthz", "ar") == "/ar/"


def test_navigation_shows_only_the_ways_that_are_open(monkeypatch):
    monkeypatch.setattr(navigation, "navigation", navigation.Registry("navigation"))
    navigation.add("Gallery", "foundation:gallery", rank=2, shown_to=navigation.anybody)
    navigation.add("Leave", "foundation:leave", rank=1)
    navigation.add("Nowhere", "foundation:nowhere", shown_to=navigation.anybody)
    stranger, samira = SimpleNamespace(is_anonymous=True), SimpleNamespace(is_anonymous=False)
    with translation.override("fr"):
        assert [link.label for link in navigation.links_for(stranger, "/fr/")] == ["Gallery"]
        links = navigation.links_for(samira, "/fr/gallery/paper/")
    assert [(link.label, link.is_current) for link in links] == [("Leave", False), ("Gallery", True)]


def test_home_is_current_only_at_home():
    assert navigation.stands_on("/fr/", "/fr/")
    assert not navigation.stands_on("/fr/desk/", "/fr/")
    assert navigation.stands_on("/fr/desk/x/", "/fr/desk/")


def test_the_demonstration_says_so_first_in_three_languages(settings):
    settings.DEMO = True
    html = render_to_string("public_base.html", {"site": pages.Site(request_for("/ar/"))})
    body = html[html.index("<body") :]
    words = ["Démonstration : personne ne lit ceci. En danger : ", "لا أحد يقرأ هذا", "nobody reads this"]
    assert [body.index(word) for word in words] == sorted(body.index(word) for word in words)
    assert body.index(words[0]) < body.index("exit-page")
    settings.DEMO = False
    assert "demo-banner" not in render_to_string("public_base.html", {"site": pages.Site(request_for("/ar/"))})


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.server_error, 500),
        (errors.csrf_failure, 403),
    ],
)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_error_pages_need_no_database_and_no_actor(view, status, language):
    response = view(RequestFactory().get(f"/{language}/lost/"))
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert "2511" in html


def test_even_a_broken_template_gives_three_sentences(monkeypatch):
    def broken(*_args):
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/fr/"))
    assert response.status_code == 500
    assert "2511" in response.content.decode()


def test_codes_and_names_keep_their_own_direction():
    assert drawn("{{ code|ltr }}", code="TNG-<7") == '<bdi dir="ltr" class="code">TNG-&lt;7</bdi>'
    assert drawn("{{ name|bdi }}", name="سلمى") == '<bdi dir="auto">سلمى</bdi>'


def test_arrows_turn_with_the_direction_and_silent_icons_are_silent():
    assert "icon--directional" in drawn('{% icon "arrow" %}')
    assert 'aria-hidden="true"' in drawn('{% icon "lock" %}')
    assert 'aria-label="Print"' in drawn('{% icon "print" "Print" %}')


def test_nothing_known_is_drawn_as_nothing():
    assert drawn("{{ x|when }}{{ x|day }}{{ x|date_text }}{{ x|exact }}{{ x|hour }}{{ x|age }}", x=None) == ""


def test_a_due_row_names_its_state_its_moment_and_its_risk():
    at = datetime(2020, 1, 1, tzinfo=UTC)
    with translation.override("fr"):
        html = drawn('{% include "components/due_row.html" with due=at title="X" risk="high" %}', at=at)
    assert "due-row--late" in html
    assert "en retard de" in html
    assert "depuis" in html
    assert "risque élevé" in html


def test_what_is_hidden_is_named():
    rows = [{"label": "Medical", "sealed": "Kept for the hospital."}]
    html = drawn('{% include "components/summary_list.html" %}', rows=rows)
    assert "Kept for the hospital." in html


def test_a_draft_names_its_form_and_its_owner():
    actor = SimpleNamespace(is_anonymous=False, id=uuid4())
    html = str(Form(draft="cases/note", owner=actor.id))
    assert 'name="_draft" value="cases/note"' in html
    assert drafts.owner_token(actor.id) in html
    assert "data-draft-state" in html
    for nobody in (Form(draft="cases/note"), Form(owner=actor.id)):
        assert "_draft" not in str(nobody)
        assert "data-draft-state" not in str(nobody)
