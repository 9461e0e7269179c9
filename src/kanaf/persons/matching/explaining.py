"""Why two records may be one person, field by field, in words: what a reader checks before deciding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kanaf.persons.matching.features import NAMED
from kanaf.persons.matching.traits import KINDS

EQUAL, ALIKE = 0.93, 0.7
"""Likenesses from which a name is the same, or nearly."""
MOST_OF_THE_WORDS = 0.5
Said = str | Promise
SAME: dict[str, Said] = {
    "given": _("same given name"), "family": _("same family name"), "father": _("same father’s name"),
    "mother": _("same mother’s name"),
}  # fmt: skip
NEARLY: dict[str, Said] = {
    "given": _("given name nearly the same"), "family": _("family name nearly the same"),
    "father": _("father’s name nearly the same"), "mother": _("mother’s name nearly the same"),
}  # fmt: skip
OTHER: dict[str, Said] = {
    "given": _("another given name"), "family": _("another family name"), "father": _("another father’s name"),
    "mother": _("another mother’s name"),
}  # fmt: skip
USED = (
    *(f"{kind}_{what}" for kind in KINDS for what in ("asked", "kept", "exact", "other_script")),
    "given_as_family", "family_as_given", "days_apart", "years_apart", "same_day", "swapped_day", "same_month_day",
    "same_sex", "same_commune", "same_province",
)  # fmt: skip
"""The columns from which the words are made."""


@dataclass(frozen=True)
class Reason:
    """One field, in words; whether it speaks for the same person."""

    text: Said
    speaks_for: bool


def told(row: npt.NDArray[np.float32]) -> dict[str, float]:
    """What the words are made of, to be kept: which fields agree, and nothing of how rare their values are."""
    values = dict(zip(NAMED, row.tolist(), strict=True))
    return {name: values[name] for name in USED if not np.isnan(values[name])}


def reasons(row: npt.NDArray[np.float32]) -> list[Reason]:
    """The fields that both records have, those that speak against first; ``row`` is by ``NAMED``."""
    return in_words(dict(zip(NAMED, row.tolist(), strict=True)))


def in_words(kept: Mapping[str, float]) -> list[Reason]:
    """The same from what ``told`` kept."""
    values = {name: kept.get(name, np.nan) for name in USED}
    said = [*_of_names(values), *_of_birth(values), *_of_the_rest(values)]
    return sorted(said, key=lambda reason: reason.speaks_for)


def _of_names(values: dict[str, float]) -> Iterator[Reason]:
    swapped = min(values["given_as_family"], values["family_as_given"]) >= ALIKE
    for kind in KINDS:
        alike = max(values[f"{kind}_asked"], values[f"{kind}_kept"])
        if np.isnan(alike):
            continue
        if alike < ALIKE and swapped and kind in {"given", "family"}:
            if kind == "given":
                yield Reason(_("given name and family name swapped"), speaks_for=True)
        elif alike < ALIKE:
            yield Reason(OTHER[kind], speaks_for=False)
        else:
            words = SAME[kind] if alike >= EQUAL or values[f"{kind}_exact"] else NEARLY[kind]
            crossed = values[f"{kind}_other_script"] > MOST_OF_THE_WORDS
            yield Reason(
                format_lazy(_("{name}, in the other script"), name=words) if crossed else words, speaks_for=True
            )


def _of_birth(values: dict[str, float]) -> Iterator[Reason]:
    apart, years = values["days_apart"], values["years_apart"]
    if np.isnan(years):
        return
    if values["same_day"] == 1:
        yield Reason(_("same day of birth"), speaks_for=True)
    elif values["swapped_day"] == 1:
        yield Reason(_("day and month of birth swapped"), speaks_for=True)
    elif values["same_month_day"] == 1:
        yield Reason(_("same day and month of birth, another year"), speaks_for=years <= 1)
    elif apart == 0:
        yield Reason(_("the age agrees"), speaks_for=True)
    elif years == 0:
        yield Reason(_("same year of birth, another day"), speaks_for=True)
    else:
        text = ngettext_lazy("year of birth %(years)d apart", "year of birth %(years)d apart", "years")
        yield Reason(text % {"years": round(years)}, speaks_for=years <= 1)


def _of_the_rest(values: dict[str, float]) -> Iterator[Reason]:
    if values["same_sex"] == 0:
        yield Reason(_("another sex"), speaks_for=False)
    if values["same_commune"] == 1:
        yield Reason(_("same commune"), speaks_for=True)
    elif values["same_province"] == 1:
        yield Reason(_("same province"), speaks_for=True)
    elif values["same_province"] == 0:
        yield Reason(_("another province"), speaks_for=False)
