"""Every page of the library that can be reached is drawn by us."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern

import kanaf.actors
from kanaf.actors.signin import library

OURS = Path(kanaf.actors.__file__).parent / "templates"
ALSO = ["429.html", "account/signup_closed.html", "socialaccount/authentication_error.html"]


def _template_of(pattern: URLPattern) -> str:
    return str(getattr(getattr(pattern.callback, "view_class", None), "template_name", "") or "")


def _templates() -> list[str]:
    return sorted({name for name in map(_template_of, library.urlpatterns) if name} | set(ALSO))


def test_the_list_of_pages_is_not_empty():
    assert len(_templates()) > 20
    assert "account/login.html" in _templates()


@pytest.mark.parametrize("name", _templates())
def test_a_page_of_the_library_is_ours_and_carries_no_style_or_script_of_its_own(name: str):
    template = get_template(name)
    path = Path(template.template.origin.name)  # type: ignore[attr-defined]
    assert path.is_relative_to(OURS)
    written = path.read_text(encoding="utf-8")
    assert "style=" not in written
    assert "{% element" not in written
    assert "<script" not in written
