"""What pages and paper both say: the answers of an interview, and who sees whom where."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kanaf.cases.enums import Stage
from kanaf.mapping.access.campaigns import service_names
from kanaf.mapping.enums import Part
from kanaf.mapping.forms.interviews import InterviewForm
from kanaf.mapping.roles import Difference


def answer_lines(answers: Mapping[str, Any] | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Section by section, each question that was answered and its answer in words."""
    told = answers or {}
    names = service_names({str(value) for key, value in told.items() if key.endswith("_service")})
    form = InterviewForm(services=list(names.items()))
    found = []
    for section in form.sections:
        lines = [
            (str(form.fields[name].label), _in_words(form.fields[name], told[name]))
            for name in section.names
            if told.get(name) not in (None, "", [])
        ]
        if lines:
            found.append((str(section.title), lines))
    return found


def _in_words(field: Any, value: Any) -> str:
    words = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return _(", ").join(words.get(str(one), str(one)) for one in values)


def _part(code: str) -> str:
    return _("no part") if code == Part.NONE else str(Part(code).label)


def difference_words(one: Difference, names: Mapping[UUID, str]) -> dict[str, Any]:
    """« Signalement · UPE : se dit « fait » ; le parquet la voit « conduit » »."""
    own = _("says of itself: %(part)s") % {"part": _part(one.own)} if one.own else _("says nothing of itself")
    others = [
        _("%(actor)s sees it otherwise: %(part)s") % {"actor": names.get(who, ""), "part": _part(part)}
        for who, part in one.others
    ]
    return {
        "stage": str(Stage(one.stage).label),
        "actor": names.get(one.about, ""),
        "own": own,
        "others": others,
        "is_settled": one.is_settled,
    }
