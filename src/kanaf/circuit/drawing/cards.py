"""One obligation as a card: what is done, within which delay by risk, and by whom when it is not the leading desk."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from kanaf.circuit.drawing.palette import LINE, RISKS, SMALL, STRONG, WHITE, Tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, stacked
from kanaf.circuit.drawing.shapes import Box
from kanaf.circuit.phrases import RISK_NAMES, delay, here, is_same_for_all, owner, said, sentence, short_delay, stops
from kanaf.circuit.protocol import ObligationRule, Owner

BAR, PAD, GAP, CELL = 5.0, 9.0, 4.0, 4.0
DELAY, RISK = 15.0, 11.5
DARK = Style(DELAY, "bold", "#16242c")


def card(pen: Pen, rule: ObligationRule, tint: Tint, width: float) -> Box:
    """A white card with the colour of its track at its edge."""
    inner = width - BAR - 2 * PAD
    parts = [pen.block(here(rule.name), STRONG, inner), _delays(pen, rule, inner), *_notes(pen, rule, inner)]
    boxes = stacked(parts, GAP, x=BAR + PAD, y=PAD - 1)
    height = bottom(boxes) + PAD
    bar = Box(0, 0, BAR, height, "box", tint.ink, name="bar")
    return Box(0, 0, width, height, "box", WHITE, LINE, 3, (bar, *boxes), name=f"card:{rule.key}")


def comfortable(pen: Pen, rules: Sequence[ObligationRule]) -> float:
    """The width below which a delay or a word of a card would have to break or shrink."""
    return max((_comfortable(pen, rule) for rule in rules), default=0) + BAR + 2 * PAD


def _comfortable(pen: Pen, rule: ObligationRule) -> float:
    if is_same_for_all(rule):
        one = pen.width(delay(next(iter(rule.delays.values()))), DARK) + 2 * CELL
        return max(pen.longest_word(here(rule.name), STRONG), one)
    cells = [
        max(pen.width(short_delay(seconds), DARK), pen.width(sentence(said(RISK_NAMES, risk)), Style(RISK)))
        for risk, seconds in rule.delays.items()
    ]
    share = max(cells) + CELL + 1
    return max(pen.longest_word(here(rule.name), STRONG), share * len(cells) + GAP * (len(cells) - 1))


def _delays(pen: Pen, rule: ObligationRule, width: float) -> Box:
    """One cell for each risk; a single one when the risk changes nothing."""
    if is_same_for_all(rule):
        seconds = next(iter(rule.delays.values()))
        if len(rule.delays) == 1 and "high" in rule.delays:
            return _cell(pen, delay(seconds), "high", DARK, width)
        return _wide_cell(pen, delay(seconds), width, _("whatever the risk") if seconds else "")
    share = (width - GAP * (len(rule.delays) - 1)) / len(rule.delays)
    texts = {risk: short_delay(seconds) for risk, seconds in rule.delays.items()}
    style = pen.on_one_line(texts.values(), DARK, share - CELL, least=0.86)
    cells = [
        _cell(pen, text, risk, style, share).at(place * (share + GAP), 0)
        for place, (risk, text) in enumerate(texts.items())
    ]
    tallest = max(cell.height for cell in cells)
    return Box(0, 0, width, tallest, boxes=tuple(cell.tall(tallest) for cell in cells))


def _cell(pen: Pen, text: str, risk: str, style: Style, width: float) -> Box:
    ink, ground = RISKS[risk]
    inside = [
        pen.block(text, replace(style, colour=ink), width - CELL, "middle"),
        pen.block(sentence(said(RISK_NAMES, risk)), Style(RISK, "regular", ink), width - CELL, "middle"),
    ]
    boxes = stacked(inside, 0, x=CELL / 2, y=1)
    return Box(0, 0, width, bottom(boxes) + 1, "box", ground, radius=3, boxes=tuple(boxes), name="delay")


def _wide_cell(pen: Pen, text: str, width: float, aside: str) -> Box:
    """The delay, and beside it that it holds for everybody: of a day that people agreed on nobody need be told."""
    long = pen.width(text, DARK)
    style = Style(RISK, "regular", "#16242c")
    ground = Box(0, 0, width, 0, "box", "#ece7dc", radius=3, name="delay")
    if not aside:
        only = pen.block(text, DARK, width - 8).at(4, 1)
        return replace(ground, height=only.bottom + 1, boxes=(only,))
    if long + 14 + pen.width(aside, style) + 8 > width:
        boxes = stacked([pen.block(text, DARK, width - 8), pen.block(aside, style, width - 8)], x=4, y=1)
        return Box(0, 0, width, bottom(boxes) + 2, "box", ground.fill, radius=3, boxes=tuple(boxes), name="delay")
    first, second = pen.block(text, DARK, long + 0.5), pen.block(aside, style, width - long - 18)
    inside = (first.at(6, 1), second.at(6 + long + 6, first.height - second.height - 0.5))
    return Box(0, 0, width, first.height + 2, "box", ground.fill, radius=3, boxes=inside, name="delay")


def _notes(pen: Pen, rule: ObligationRule, width: float) -> list[Box]:
    """What differs from the rule of the sheet: another owner, a clock that stops."""
    notes = [] if rule.owner == Owner.LEAD else [sentence(owner(rule))]
    if stops(rule):
        notes.append(_("in working time"))
    return [pen.block(" · ".join(notes), SMALL, width)] if notes else []
