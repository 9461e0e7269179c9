"""Settings shared by every way of running Kanaf. No secret and no default that is unsafe in production."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kanaf.foundation import environment as env

SOURCE = Path(__file__).resolve().parents[2]
ROOT = SOURCE.parents[1]
KANAF_HOME = Path(env.text("KANAF_HOME", str(ROOT / ".kanaf"))).resolve()

DEMO = env.flag("KANAF_DEMO", default=False)
"""Demonstration mode: fictional people, accounts one click away, loopback only."""

KEYRING_FILE = Path(env.text("KANAF_KEYRING_FILE", str(KANAF_HOME / "keys" / "keyring.json")))
FILES_DIR = KANAF_HOME / "files"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "kanaf.foundation",
    "kanaf.journal",
    "kanaf.territory",
    "kanaf.actors",
    "kanaf.grants",
    "kanaf.persons",
    "kanaf.cases",
    "kanaf.circuit",
    "kanaf.referrals",
    "kanaf.committees",
    "kanaf.mapping",
    "kanaf.justice",
    "kanaf.health",
    "kanaf.portal",
    "django.forms",  # after our areas, like allauth: their templates and words win over a library's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "kanaf.foundation.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kanaf.foundation.middleware.no_store",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kanaf.foundation.middleware.AccessContextMiddleware",
    "kanaf.actors.signin.middleware.SignInMiddleware",
    "kanaf.foundation.middleware.SafeRepeatMiddleware",
]

ROOT_URLCONF = "kanaf.config.urls"
WSGI_APPLICATION = "kanaf.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kanaf.foundation.pages.page",
            ],
        },
    }
]
FORM_RENDERER = "kanaf.foundation.forms.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LANGUAGE_CODE = "fr"
LANGUAGE_COOKIE_NAME = "kanaf_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
LOCALE_PATHS: list[Path] = []  # each area carries its own words, in its locale folder

STATIC_URL = "/static/"
STATIC_ROOT = KANAF_HOME / "static"

AUTH_USER_MODEL = "actors.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_ENGINE = "kanaf.foundation.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kanaf.foundation.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # « no-referrer » makes browsers post with « Origin: null », which CSRF refuses
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# A document is never written to disk before it is sealed; a larger one is not read at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

EMAIL_BACKEND = env.text("KANAF_EMAIL_BACKEND", "kanaf.foundation.mail.SealedOutbox")
DEFAULT_FROM_EMAIL = env.text("KANAF_EMAIL_FROM", "kanaf@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

TRUSTED_PROXIES = env.networks("KANAF_TRUSTED_PROXIES")
# Of one address: many people share one, behind a carrier or in a school. Fastest in seconds: only programs are faster.
PUBLIC_FORMS_PER_HOUR = env.number("KANAF_PUBLIC_FORMS_PER_HOUR", default=20)
PUBLIC_CODES_PER_HOUR = env.number("KANAF_PUBLIC_CODES_PER_HOUR", default=20)
PUBLIC_ADDRESS = env.text("KANAF_ADDRESS", "http://localhost:8000")
QUIET_FROM = env.number("KANAF_QUIET_FROM", default=20)
QUIET_UNTIL = env.number("KANAF_QUIET_UNTIL", default=7)
DIGEST_AT = env.number("KANAF_DIGEST_AT", default=8)
PUBLIC_FORMS_FASTEST = env.number("KANAF_PUBLIC_FORMS_FASTEST", default=4)
"""Whose ``X-Forwarded-For`` is believed when limits count who asks."""

LEAVE_TO = env.text("KANAF_LEAVE_TO", "https://www.meteomaroc.com/")
"""Where « exit this page » leads: a plain site that many people of the country open."""

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "foundation_cache"}}

SMTP_BACKEND = env.text("KANAF_SMTP_BACKEND", "")

from kanaf.config.settings.signin import *

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **env.database(env.text("KANAF_DATABASE", "postgresql://nobody@localhost/kanaf")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"prepare_threshold": None},
    }
}
RUNTIME_ROLE = ""
"""A role to step down to inside a context. Empty where the process already logs in as a runtime role."""

PERSON_INDEX = env.text("KANAF_INDEX", "")
"""The socket of the process that keeps the index of people; empty, each question makes its own."""
