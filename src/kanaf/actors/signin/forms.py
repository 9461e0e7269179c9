"""The library's forms in our shape and our words."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import INSTANCE_ROLES, Language, Role
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios

Words = Any
"""A sentence, translated when it is shown."""
AT_LEAST: Words = _("At least 12 signs. Three or four words that you alone put together are best.")
SIX_DIGITS: Words = _("The six digits that your application shows now.")


class Reworded(Form):
    """Says its fields in our words; a placeholder is no label and goes."""

    words: ClassVar[dict[str, tuple[Words, Words]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, str(hint)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


NEW_PASSWORD: dict[str, tuple[Words, Words]] = {
    "password1": (_("New password"), AT_LEAST),
    "password2": (_("The same once more"), ""),
}


class LoginForm(Reworded, account.LoginForm):  # type: ignore[misc]
    words = {"login": (_("Professional e-mail"), ""), "password": (_("Password"), "")}


class PasswordAgainForm(Reworded, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("Password"), "")}


class ChangePasswordForm(Reworded, account.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": (_("Present password"), ""), **NEW_PASSWORD}


class SetPasswordForm(Reworded, account.SetPasswordForm):  # type: ignore[misc]
    words = NEW_PASSWORD


class ResetPasswordForm(Reworded, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("Professional e-mail"), "")}


class NewPasswordForm(Reworded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = NEW_PASSWORD


class CodeForm(Reworded, mfa.AuthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("The six digits of your application, or one of your recovery codes."))}


class CodeAgainForm(Reworded, mfa.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("The six digits of your application, or one of your recovery codes."))}


class StartAppForm(Reworded, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (_("Code"), SIX_DIGITS)}


class StopAppForm(Reworded, totp.DeactivateTOTPForm):  # type: ignore[misc]
    pass


class NewCodesForm(Reworded, recovery.GenerateRecoveryCodesForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(Reworded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": (_("Name of this passkey"), _("So that you recognise it: this computer, my telephone, blue key.")),
        "passwordless": (
            _("It signs me in by itself"),
            _("Without a password. The device asks for your finger, your face or its own code."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.initial["name"] = ""


class RenamePasskeyForm(Reworded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": (_("Name of this passkey"), "")}


class InviteForm(Form):
    """An address, a desk among those the person manages, a role."""

    email = forms.EmailField(label=_("Professional e-mail of the person"))
    desk = forms.ChoiceField(label=_("Desk"))
    role = forms.ChoiceField(label=_("Role at this desk"))

    def __init__(self, *args: Any, desks: list[tuple[str, str]], with_instance_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(v, words) for v, words in Role.choices if with_instance_roles or v not in INSTANCE_ROLES]
        self.fields["desk"].choices = desks  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", "—"), *allowed]  # type: ignore[attr-defined]


class AcceptForm(Form):
    """What a new colleague says of herself, and the password she chooses."""

    name = forms.CharField(label=_("Name in Latin letters"), max_length=120)
    name_ar = forms.CharField(label=_("Name in Arabic letters"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of Kanaf"), choices=Language.choices, widget=Radios)
    password = forms.CharField(
        label=_("Password"),
        help_text=AT_LEAST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("The two passwords differ."))
        return said


class NoQuestions(Form):
    """A page that only asks yes."""
