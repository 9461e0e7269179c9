"""Style sheets follow the direction of the page, fetch nothing from elsewhere, and can be read by all."""

import hashlib
import re

import pytest

from tests.architecture import sources

SIDE = r"(?:left|right|top|bottom)"
PHYSICAL = re.compile(
    rf"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-{SIDE}(?:-\w+)?|{SIDE}"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:min-|max-)?(?:width|height)|float|text-align)"
    r"\s*:(?!\s*(?:start|end|center|justify|none|inline-start|inline-end))[^;}]+"
)
DIRECTED = re.compile(rf"(?:float|text-align)\s*:\s*{SIDE}")
LEGIBLE, STRONG, SHAPE = 4.5, 7.0, 3.0
PAIRS = [
    *[("ink", ground, STRONG) for ground in ("sand", "paper", "lagoon-wash", "late-wash", "soon-wash", "calm-wash")],
    *[("ink-soft", ground, LEGIBLE) for ground in ("sand", "paper")],
    *[("lagoon", ground, LEGIBLE) for ground in ("sand", "paper", "lagoon-wash")],
    ("lagoon-deep", "lagoon-wash", LEGIBLE),
    ("on-lagoon", "lagoon", LEGIBLE),
    ("on-lagoon", "lagoon-deep", LEGIBLE),
    ("on-danger", "danger", STRONG),
    ("on-top", "top", STRONG),
    *[("late", ground, STRONG) for ground in ("paper", "late-wash", "sand")],
    *[("soon", ground, STRONG) for ground in ("paper", "soon-wash")],
    ("calm", "paper", STRONG),
    ("edge", "paper", SHAPE),
    ("edge", "sand", SHAPE),
    ("focus", "focus-ring", SHAPE),
]


def css(path):
    return sources.without_comments(path.read_text())


def test_the_rule_itself_sees_physical_properties():
    for bad in [
        "a{margin-left:1px}",
        "a{ left : 0}",
        "a{width:3px}",
        "a{float:left}",
        "a{border-top-left-radius:0}",
    ]:
        assert PHYSICAL.search(bad) or DIRECTED.search(bad), bad
    for good in [
        "a{margin-inline-start:1px}",
        "a{text-align:start}",
        "@media (min-width:40rem){}",
        "a{stroke-width:2}",
    ]:
        assert not PHYSICAL.search(re.sub(r"@media[^{]*", "", good)), good


@pytest.mark.parametrize("path", sources.style_sheets(), ids=sources.name)
def test_sheets_use_logical_properties_only(path):
    text = re.sub(r"@(?:media|container|page)[^{]*", "", css(path))
    assert PHYSICAL.findall(text) == []
    assert DIRECTED.findall(text) == []


@pytest.mark.parametrize("path", sorted(sources.ROOT.glob("*/static/**/*.css")), ids=sources.name)
def test_sheets_fetch_nothing_from_elsewhere(path):
    text = css(path)
    assert "data:" not in text
    assert "@import" not in text
    assert all(address.strip("\"'").startswith("../") for address in re.findall(r"url\(([^)]*)\)", text))


@pytest.mark.parametrize("path", sources.style_sheets(), ids=sources.name)
def test_nothing_is_forced(path):
    assert "!important" not in css(path)


def test_built_sheets_are_those_of_their_sources():
    digest = hashlib.sha256()
    for path in sorted((sources.ROOT / "foundation/assets/scss").iterdir(), key=lambda path: path.name):
        digest.update(path.read_bytes())
    built = sorted((sources.ROOT / "foundation/static/css").glob("*.css"))
    assert len(built) == 5
    for path in built:
        assert digest.hexdigest()[:16] in path.read_text()[:120], f"{path.name}: run the build in foundation/assets"


def tokens():
    """The two palettes, as the sheet declares them."""
    text = (sources.ROOT / "foundation/assets/scss/_tokens.scss").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    read = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": read[0], "dark": read[1]}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_can_be_read(scheme):
    palette = tokens()[scheme]
    weak = {
        f"{ink} on {ground}": round(contrast(palette[ink], palette[ground]), 2)
        for ink, ground, least in PAIRS
        if contrast(palette[ink], palette[ground]) < least
    }
    assert weak == {}
