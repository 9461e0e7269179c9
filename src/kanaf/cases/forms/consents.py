"""Consent and assent: the limit first, then what is asked at that age, of whom, for whom."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.naming import desk_name
from kanaf.cases.enums import ConsentPurpose, ConsentState
from kanaf.cases.forms.answers import NO, YesNo, prose
from kanaf.cases.forms.people import LANGUAGES
from kanaf.cases.policies_consent import CHILD, NEVER_WITHOUT, WORKER, Question, outcome
from kanaf.cases.services.consents import Answers
from kanaf.foundation import clock
from kanaf.foundation.forms import Form, MomentField, Section
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory
from kanaf.territory.enums import ConsentKind

if TYPE_CHECKING:
    from kanaf.actors.models import Desk

SLACK = timedelta(minutes=5)
STAND_INS = {
    WORKER: _("No adult can be asked, or it would harm the child: the social worker decides"),
    CHILD: _("No adult can be asked, or it would harm the child: the child decides, being mature enough"),
}
OF_THE_CHILD = {
    ConsentKind.INFORMATION: _("Too young to be asked: the child was told, in words of their age"),
    ConsentKind.ORAL_ASSENT: _("Asked of the child, in spoken words: does the child agree?"),
    ConsentKind.WRITTEN_ASSENT: _("Asked of the child, in writing: does the child agree?"),
    ConsentKind.CONSENT: _("Asked in writing: does the person agree?"),
}


class ConsentForm(Form):
    """One purpose, one recipient, one answer."""

    sections: ClassVar = [
        Section(
            _("Before anything else: what we cannot keep secret"), ["explained", "explained_at", "language"],
            _(
                "If somebody is in danger or a crime was committed against a child, the law obliges us to tell justice,"
                " even if the answer is no. Say so first, in words the person understands."
            ),
        ),
        Section(_("What for"), ["purpose", "desk"]),
        Section(_("What the child says"), ["told", "child"]),
        Section(
            _("What the adult says"), ["adult", "adult_agrees"], _("Somebody named as alleged author is never asked.")
        ),
        Section(_("How"), ["written", "basis", "remark"]),
    ]  # fmt: skip
    explained = forms.BooleanField(
        label=_("I explained the duty to report, and it was understood"),
        error_messages={"required": _("Explain first what we cannot keep secret, then tick this.")},
    )
    explained_at = MomentField(label=_("Explained on"))
    language = forms.ChoiceField(label=_("In which language"), choices=LANGUAGES)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=ConsentPurpose.choices, widget=Radios,
        error_messages={"required": _("Say what consent is asked for.")},
    )  # fmt: skip
    desk = forms.ChoiceField(
        label=_("Which service would receive it"), required=False, help_text=_("Only when the purpose is to share.")
    )
    told = forms.BooleanField(
        label=OF_THE_CHILD[ConsentKind.INFORMATION], required=False,
        error_messages={"required": _("Even a small child is told what happens, in words of their age.")},
    )  # fmt: skip
    child = YesNo(
        label=OF_THE_CHILD[ConsentKind.CONSENT], required=False,
        error_messages={"required": _("Say what the child answered.")},
    )  # fmt: skip
    adult = forms.ChoiceField(
        label=_("Who is asked"), required=False, widget=Radios,
        error_messages={"required": _("Say who was asked, or who decides.")},
    )  # fmt: skip
    adult_agrees = YesNo(label=_("Does this adult agree?"), required=False)
    written = forms.BooleanField(label=_("Signed on paper, kept in the file"), required=False)
    basis = forms.ChoiceField(
        label=_("Consent is not needed because"), required=False,
        help_text=_("Leave empty when somebody is asked. Law 09-08, article 4; write the reason below."),
    )  # fmt: skip
    remark = prose(_("What was said, what must be withheld and why"), required=False, rows=3)

    def __init__(
        self, *args: Any, question: Question, adults: Sequence[tuple[str, str]], desks: Sequence["Desk"], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.adults = question, dict(adults)
        self._choose("desk", [("", "—"), *((str(d.id), desk_name(d)) for d in desks)])
        bases = [choice for choice in territory.choices("legal_basis") if choice[0] != "consent"]
        self._choose("basis", [("", _("— consent is asked")), *bases])
        self._fit(question)
        self._require()

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _fit(self, question: Question) -> None:
        """Only what this age calls for is on the page."""
        del self.fields["child" if not question.asks_child else "told"]
        if question.asks_child:
            self.fields["child"].label = OF_THE_CHILD[ConsentKind(question.child)]
        if not question.needs_adult:
            del self.fields["adult"], self.fields["adult_agrees"]
            return
        if question.adult_only_if_child_agrees:
            self.fields["adult"].help_text = _("A caregiver is asked only with the young person’s permission.")
        self._choose("adult", [*self.adults.items(), *((key, STAND_INS[key]) for key in question.stand_ins)])

    def _require(self) -> None:
        """What must be answered says so on the page, until another legal basis or a no makes it needless."""
        asked = not self.data.get("basis")
        for name in ("told", "child"):
            if name in self.fields:
                self.fields[name].required = asked
        if "adult" in self.fields:
            self.fields["adult"].required = asked and self.data.get("child") != NO

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "explained" in self.errors or "explained_at" in self.errors:
            self._only("explained", "explained_at")
            return found
        if found["explained_at"] > clock.now() + SLACK:
            self.add_error("explained_at", _("This moment is still to come. Give when it happened."))
            self._only("explained_at")
            return found
        self._clean_purpose(found)
        if found.get("basis"):
            self._clean_basis(found)
        else:
            self._clean_asked(found)
        return found

    def _only(self, *names: str) -> None:
        """Nothing else is worth saying before the limit was explained."""
        for name in set(self.errors) - set(names):
            del self.errors[name]

    def _clean_purpose(self, found: dict[str, Any]) -> None:
        purpose = found.get("purpose")
        if purpose == ConsentPurpose.SHARE and not found.get("desk"):
            self.add_error("desk", _("Say which service would receive it."))
        if purpose and purpose != ConsentPurpose.SHARE:
            found["desk"] = ""

    def _clean_basis(self, found: dict[str, Any]) -> None:
        if found.get("purpose") in NEVER_WITHOUT:
            self.add_error("basis", _("For this purpose nothing replaces consent."))
        if not found.get("remark"):
            self.add_error("remark", _("Write why consent is not needed, and why this is best for the child."))

    def _clean_asked(self, found: dict[str, Any]) -> None:
        who = found.get("adult")
        if found.get("child") is False or not who:
            return
        if who in self.adults and found.get("adult_agrees") is None:
            self.add_error("adult_agrees", _("Say what this adult answered."))
        if who in STAND_INS and not found.get("remark"):
            self.add_error("remark", _("Write why no adult was asked, and what makes the child safe."))

    @property
    def answers(self) -> Answers:
        found = self.cleaned_data
        who, desk = found.get("adult") or "", found["desk"]
        asked = who in self.adults
        return Answers(
            purpose=found["purpose"], desk=UUID(desk) if desk else None, language=found["language"],
            limit_explained_at=min(found["explained_at"], clock.now()), child_agrees=found.get("child"),
            adult=UUID(who) if asked else None, adult_agrees=found.get("adult_agrees") if asked else None,
            decided_by=who if who in STAND_INS else "", is_written=found["written"], legal_basis=found["basis"],
            remark=found["remark"],
        )  # fmt: skip

    @property
    def is_refusal(self) -> bool:
        """Whether the answers come to a no."""
        said = self.answers
        state = outcome(
            self.question, child_agrees=said.child_agrees, adult_agrees=said.adult_agrees, decided_by=said.decided_by
        )
        return not said.legal_basis and state == ConsentState.REFUSED


class WithdrawForm(Form):
    """Consent is taken back; no reason has to be given."""

    remark = prose(_("What was said"), hint=_("Nobody has to give a reason."), required=False, rows=3)
    sure = forms.BooleanField(
        label=_("I explained what will stop, and that help goes on"),
        error_messages={"required": _("Explain what will stop, then tick this.")},
    )
