"""How people sign in: invited only, with a password and a second factor, a passkey, or their organisation's sign-in."""

from typing import Any

from kanaf.foundation import environment as env

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
PASSWORD_RESET_TIMEOUT = 24 * 3600

SECOND_FACTOR_COMPULSORY = True
"""Outside the demonstration. Not read from the environment: only the tests turn it off."""
FRESH_SIGN_IN_SECONDS = 15 * 60
"""How recently a person must have proved who she is before a dangerous act."""
INVITATION_DAYS = 7
ORIGIN = env.text("KANAF_ORIGIN", "http://localhost:8000")
"""Where people reach this instance: the start of the links that a command prints."""

ACCOUNT_ADAPTER = "kanaf.actors.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation has proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = FRESH_SIGN_IN_SECONDS
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "kanaf.actors.signin.forms.LoginForm",
    "reauthenticate": "kanaf.actors.signin.forms.PasswordAgainForm",
    "change_password": "kanaf.actors.signin.forms.ChangePasswordForm",
    "set_password": "kanaf.actors.signin.forms.SetPasswordForm",
    "reset_password": "kanaf.actors.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "kanaf.actors.signin.forms.NewPasswordForm",
}

MFA_ADAPTER = "kanaf.actors.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from invitations; nobody adds one
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Kanaf"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "kanaf.actors.signin.forms.CodeForm",
    "reauthenticate": "kanaf.actors.signin.forms.CodeAgainForm",
    "activate_totp": "kanaf.actors.signin.forms.StartAppForm",
    "deactivate_totp": "kanaf.actors.signin.forms.StopAppForm",
    "generate_recovery_codes": "kanaf.actors.signin.forms.NewCodesForm",
    "add_webauthn": "kanaf.actors.signin.forms.AddPasskeyForm",
    "edit_webauthn": "kanaf.actors.signin.forms.RenamePasskeyForm",
}

OIDC_NAME = env.text("KANAF_OIDC_NAME", "")
OIDC_SECOND_FACTOR = env.words("KANAF_OIDC_SECOND_FACTOR")
"""The ``amr`` or ``acr`` by which the provider says that it asked for a second factor; ``any`` trusts it always."""
SOCIALACCOUNT_ADAPTER = "kanaf.actors.signin.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False


def _providers() -> dict[str, Any]:
    """One provider, the organisation's own; none when the environment names none."""
    issuer = env.text("KANAF_OIDC_ISSUER", "")
    if not issuer:
        return {}
    app = {
        "provider_id": "organisation",
        "name": OIDC_NAME or issuer,
        "client_id": env.text("KANAF_OIDC_CLIENT_ID"),
        "secret": env.text("KANAF_OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = _providers()
