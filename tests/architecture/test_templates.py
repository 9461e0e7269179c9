"""Templates hold no style, no script and no foreign address, and stay short."""

import re

import pytest

from tests.architecture import sources

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "an inline handler": re.compile(r"<[a-zA-Z][^>]*\son[a-z]+\s*=\s*[\"']"),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "an inline style sheet": re.compile(r"<style\b"),
    "hx-on": re.compile(r"\bhx-on\b"),
    "a js: value": re.compile(r"[\"']\s*(?:js|javascript):"),
    "a data: address": re.compile(r"[\"'(]data:"),
    "a foreign asset": re.compile(r"<(?:script|link|img|iframe|source|use)[^>]*(?:src|href)=[\"'](?:https?:)?//"),
    "blocktranslate without trimmed": re.compile(r"\{% blocktrans(?:late)?(?![^%]*\btrimmed\b)[^%]*%\}"),
    "a physical class of Bootstrap": re.compile(
        r"class=[\"'][^\"']*\b(?:[mp][lr]-\d|text-left|text-right|float-left|float-right)\b"
    ),
}
EXAMPLES = {
    "a style attribute": '<p class="x" style="color:red">',
    "an inline handler": '<a href="#" onclick="go()">',
    "an inline script": "<script>1</script>",
    "an inline style sheet": "<style>",
    "hx-on": '<a hx-on:click="x">',
    "a js: value": '<a href="javascript:x">',
    "a data: address": '<img src="data:image/png;base64,x">',
    "a foreign asset": '<script src="https://cdn.example/x.js">',
    "blocktranslate without trimmed": "{% blocktranslate with a=b %}",
    "a physical class of Bootstrap": '<p class="soft ml-2">',
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_rule_itself_sees_what_it_forbids(what):
    assert FORBIDDEN[what].search(EXAMPLES[what])


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    held = [sources.name(path) for path in sources.templates() if FORBIDDEN[what].search(path.read_text())]
    assert held == []


def test_templates_are_short():
    def limit(path):
        return 120 if "components" in path.parts or path.name in sources.ENTRIES else 60

    long = [sources.name(path) for path in sources.templates() if len(path.read_text().splitlines()) > limit(path)]
    assert long == []


def test_each_component_says_what_it_takes():
    components = [path for path in sources.templates() if "components" in path.parts]
    assert len(components) > 15
    assert [sources.name(p) for p in components if not p.read_text().startswith("{% comment %}\n")] == []


def test_every_page_says_its_language_and_direction():
    whole = [path for path in sources.templates() if "<html" in path.read_text()]
    assert len(whole) >= 4
    for path in whole:
        assert re.search(r"<html lang=\"\{\{ .+? \}\}\" dir=\"\{% if LANGUAGE_BIDI %\}rtl", path.read_text()), path


def test_modules_of_behaviour_are_short_and_build_no_code():
    assert sources.scripts()
    for path in sources.scripts():
        text = path.read_text()
        assert len(text.splitlines()) <= 100, path
        assert not re.search(r"\beval\(|new Function|\.innerHTML|localStorage|https?://", text), path
