"""`./kanaf up` on one machine: plain HTTP on loopback."""

from kanaf.config.settings.base import *
from kanaf.foundation import environment as env

SECRET_KEY = env.text("KANAF_SECRET_KEY")
ALLOWED_HOSTS = env.words("KANAF_HOSTS", default="localhost,127.0.0.1,[::1]")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # browsers hold http://localhost for safe; the library does not
