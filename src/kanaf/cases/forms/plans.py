"""The plan: as many goals and actions as are needed, added one row at a time, with or without a script."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import ActionStatus
from kanaf.cases.forms.answers import LONGEST, ComingDayField, prose
from kanaf.cases.forms.assessments import SUBMIT, THEN
from kanaf.cases.services.plans import WantedAction, WantedGoal
from kanaf.foundation import widgets
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios

MOST_GOALS, MOST_ACTIONS = 8, 8
ROW = re.compile(r"goal_(\d{1,2})_(?:text|action_(\d{1,2})_)")
PARTS = ("text", "desk", "due")


@dataclass(frozen=True)
class ActionRow:
    """The three boxes of one action."""

    number: int
    fields: list[BoundField]


@dataclass(frozen=True)
class GoalRow:
    """One goal and its actions, as the page draws them."""

    number: int
    text: BoundField
    actions: list[ActionRow]
    add: str
    may_grow: bool


class InRow(forms.Field):
    """A box that is empty only with its whole row, which the form checks; it is not called optional."""

    def clean(self, value: Any) -> Any:
        self.required = False
        try:
            return super().clean(value)
        finally:
            self.required = True


class RowText(InRow, forms.CharField):
    """A line or two about a goal or an action."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, max_length=LONGEST, widget=forms.Textarea({"rows": 2}))


class RowChoice(InRow, forms.ChoiceField):
    """A desk."""


class RowDay(InRow, ComingDayField):
    """A day to come."""


class PlanForm(Form):
    """Best interests first, then goals, each with who does what before when."""

    best_interests = prose(
        _("Why this is in the child's best interests"),
        hint=_("The child's views, safety, family ties, health, school, and what speaks against."),
    )
    child_views = prose(_("What the child thinks of it"), hint=_("If the child was not heard, say why."))
    review_on = ComingDayField(label=_("We look at the plan again on"))

    def __init__(
        self, *args: Any, desks: Sequence[tuple[str, str]], goals: Sequence[Mapping[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.desks = [("", _("Choose a desk")), *desks]
        self.shape: list[int] = []
        self.initial.update(_initial_of(goals))
        self._draw(_shape_of(self.data) if self.is_bound else [len(goal["actions"]) for goal in goals])
        if self.is_bound and not self.is_sent:
            for name in ("best_interests", "child_views", "review_on"):
                self.fields[name].required = False

    @property
    def is_sent(self) -> bool:
        """Whether it goes to the person who approves; otherwise it is only kept."""
        return bool(self.data.get(THEN) == SUBMIT)

    def _draw(self, shape: Sequence[int]) -> None:
        """At least one goal with one action: an empty page teaches nothing."""
        self.shape = [min(max(1, actions), MOST_ACTIONS) for actions in shape[:MOST_GOALS]] or [1]
        for goal, actions in enumerate(self.shape):
            self._add(f"goal_{goal}_text", RowText(_("What we want for the child")))
            for action in range(actions):
                name = f"goal_{goal}_action_{action}"
                self._add(f"{name}_text", RowText(_("What is done")))
                self._add(f"{name}_desk", RowChoice(label=_("By which desk"), choices=self.desks))
                self._add(f"{name}_due", RowDay(label=_("Before")))

    def _add(self, name: str, field: forms.Field) -> None:
        widgets.dress(field.widget)
        self.fields.setdefault(name, field)

    def restore(self, posted: QueryDict) -> None:
        """Show again what was typed, with as many rows as there were."""
        self._draw(_shape_of(posted))
        super().restore(posted)

    def grow(self, what: str) -> None:
        """One more goal, or one more action of a goal; the new box takes the focus."""
        shape, name = list(self.shape), ""
        if what == "goal" and len(shape) < MOST_GOALS:
            shape.append(1)
            name = f"goal_{len(shape) - 1}_text"
        elif (found := re.fullmatch(r"action_(\d)", what)) and int(found[1]) < len(shape):
            goal = int(found[1])
            shape[goal] += 1
            name = f"goal_{goal}_action_{shape[goal] - 1}_text"
        self._draw(shape)
        if name in self.fields:
            self.fields[name].widget.attrs["autofocus"] = True

    def make_room_for(self, goals: Sequence[Mapping[str, Any]]) -> None:
        """At least as many rows as somebody else's version has."""
        theirs = [len(goal["actions"]) for goal in goals]
        longest = max(len(self.shape), len(theirs))
        pairs = zip(*(shape + [0] * (longest - len(shape)) for shape in (self.shape, theirs)), strict=True)
        self._draw([max(pair) for pair in pairs])

    def name_fully(self) -> None:
        """Each box says which goal and which action it belongs to, for a page that shows them in one list."""
        for name, field in self.fields.items():
            if row := ROW.match(name):
                said = {"goal": int(row[1]) + 1, "action": int(row[2] or 0) + 1, "what": field.label}
                whole = _("Goal %(goal)s, action %(action)s: %(what)s") if row[2] else _("Goal %(goal)s: %(what)s")
                field.label = whole % said

    def values_of(self, goals: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Goals and actions by the names of their boxes; a box that has none is empty."""
        boxes = {name: "" for name in self.fields if name.startswith("goal_")}
        return boxes | {name: value for name, value in _initial_of(goals).items() if name in boxes}

    @property
    def goal_rows(self) -> Iterator[GoalRow]:
        for goal, actions in enumerate(self.shape):
            rows = [
                ActionRow(action + 1, [self[f"goal_{goal}_action_{action}_{part}"] for part in PARTS])
                for action in range(actions)
            ]
            yield GoalRow(goal + 1, self[f"goal_{goal}_text"], rows, f"action_{goal}", actions < MOST_ACTIONS)

    @property
    def may_add_goal(self) -> bool:
        return len(self.shape) < MOST_GOALS

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for goal, actions in enumerate(self.shape):
            filled = [self._check_action(f"goal_{goal}_action_{action}", given) for action in range(actions)]
            has_text = bool(given.get(f"goal_{goal}_text"))
            if any(filled) and not has_text:
                self.add_error(f"goal_{goal}_text", _("Say what these actions are for."))
            if self.is_sent and has_text and not any(filled):
                self.add_error(f"goal_{goal}_action_0_text", _("Say what is done for this goal."))
        if self.is_sent and not any(given.get(f"goal_{goal}_text") for goal in range(len(self.shape))):
            self.add_error("goal_0_text", _("A plan has at least one goal."))
        return given

    def _check_action(self, name: str, given: Mapping[str, Any]) -> bool:
        """An action is whole or absent: what, who and before when."""
        missing = {
            "text": _("Say what is done."),
            "desk": _("Say which desk does it."),
            "due": _("Say before which day."),
        }
        names = {part: f"{name}_{part}" for part in PARTS}
        if not any(given.get(at) or at in self.errors for at in names.values()):
            return False
        for part, at in names.items():
            if not given.get(at) and at not in self.errors:
                self.add_error(at, missing[part])
        return True

    @property
    def goals(self) -> list[WantedGoal]:
        """What the service takes; empty rows are nothing."""
        given = self.cleaned_data
        found = []
        for goal, actions in enumerate(self.shape):
            rows = [[given[f"goal_{goal}_action_{a}_{part}"] for part in PARTS] for a in range(actions)]
            wanted = [WantedAction(what, who, before) for what, who, before in rows if what]
            if given[f"goal_{goal}_text"]:
                found.append(WantedGoal(given[f"goal_{goal}_text"], wanted))
        return found


def _shape_of(posted: Mapping[str, Any]) -> list[int]:
    """How many actions each goal has, by the names of what was sent."""
    found: dict[int, int] = {}
    for name in posted:
        if row := ROW.match(name):
            goal, action = int(row[1]), int(row[2] or 0)
            if goal < MOST_GOALS and action < MOST_ACTIONS:
                found[goal] = max(found.get(goal, 0), action + 1)
    return [found.get(goal, 1) for goal in range(max(found, default=-1) + 1)]


def _initial_of(goals: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for g, goal in enumerate(goals):
        values[f"goal_{g}_text"] = goal["text"]
        for a, action in enumerate(goal["actions"]):
            values |= {f"goal_{g}_action_{a}_{part}": action[part] for part in PARTS}
    return values


def plan_values(record: Any) -> dict[str, Any]:
    """The words of a plan as its form writes them; its goals come apart."""
    return {
        "best_interests": record.best_interests or "",
        "child_views": record.child_views or "",
        "review_on": record.review_on,
    }


def goal_values(goals: Sequence[Any], *, only_planned: bool = False) -> list[dict[str, Any]]:
    """The goals and actions of a plan as the form takes them."""
    return [
        {
            "text": row.goal.text or "",
            "actions": [
                {"text": action.text or "", "desk": str(action.desk_id), "due": action.due_on}
                for action in row.actions
                if not only_planned or action.status == ActionStatus.PLANNED
            ],
        }
        for row in goals
    ]


class FinishActionForm(Form):
    """What became of an action."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(ActionStatus.DONE, _("It is done")), (ActionStatus.DROPPED, _("It is given up"))],
        widget=Radios,
    )
