"""The catalogue tool finds what is missing, keeps what is there, and is not fooled."""

import os

import polib
import pytest

from kanaf.foundation import translations

TEMPLATE = """
  {% load i18n %}
    {% translate "Close" %}
{% translate "File" context "of a child" %}
      {% blocktranslate count n=n trimmed %}{{ n }} file{% plural %}{{ n }} files{% endblocktranslate %}
  {% include "x.html" with text=_("Inside") %}
"""


@pytest.fixture
def area(tmp_path, monkeypatch):
    """An area of its own with one module and one template."""
    home = tmp_path / "demo"
    (home / "templates").mkdir(parents=True)
    (home / "__init__.py").write_text("")
    (home / "words.py").write_text('_("Hello %(name)s")\nngettext("%(n)s day", "%(n)s days", n)\n')
    (home / "templates" / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(translations, "AREAS", tmp_path)
    return "demo"


def test_messages_are_read_from_code_and_templates(area):
    assert set(translations.messages(area)) == {
        ("", "Hello %(name)s"),
        ("", "%(n)s day"),
        ("", "Close"),
        ("of a child", "File"),
        ("", "%(n)s file"),
        ("", "Inside"),
    }


def test_update_adds_what_is_missing_and_keeps_what_is_there(area):
    assert translations.update(area) == 12
    path = translations.catalogue(area, "fr")
    po = polib.pofile(str(path))
    po.find("Close").msgstr = "Fermer"
    po.save(str(path))
    assert translations.update(area) == 0
    assert polib.pofile(str(path)).find("Close").msgstr == "Fermer"


def test_check_names_every_trouble(area):
    translations.update(area)
    path = translations.catalogue(area, "ar")
    po = polib.pofile(str(path))
    po.find("Close").msgstr = "إغلاق"
    po.find("Close").flags.append("fuzzy")
    po.find("Hello %(name)s").msgstr = "مرحبا %(nom)s"
    po.find("%(n)s day").msgstr_plural = dict.fromkeys(range(6), "%(n)s يوم")
    po.find("Inside").msgstr = "داخل"
    po.save(str(path))
    found = [line.removeprefix("demo/ar: ") for line in translations.check(area) if "/ar" in line]
    assert found == [
        "needs 6 plural forms '%(n)s file'",
        "fuzzy 'Close'",
        "placeholders differ in 'Hello %(name)s'",
        "empty 'File'",
    ]


def test_a_plural_may_leave_the_number_out_but_add_no_hole(area):
    message = translations.Message("%(n)s day", "%(n)s days")
    entry = polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "un jour", 1: "%(x)s"})
    assert list(translations._entry_troubles(message, entry, "fr")) == [
        "placeholders differ in a plural of '%(n)s day'"
    ]


def test_compiling_touches_only_what_is_stale(area):
    translations.update(area)
    assert translations.compile_stale() == 2
    assert translations.compile_stale() == 0
    os.utime(translations.catalogue(area, "fr"), (2e9, 2e9))
    assert translations.compile_stale() == 1


def test_the_shell_door_says_what_it_can_do(area, capsys):
    assert translations.main([]) == 2
    assert "usage" in capsys.readouterr().out
    assert translations.main(["update", area]) == 0
    assert translations.main(["check", area]) == 1
    assert translations.main(["compile"]) == 0
