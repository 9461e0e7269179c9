"""Behind a TLS proxy, outside the demonstration."""

from kanaf.config.settings.base import *
from kanaf.foundation import environment as env

SECRET_KEY = env.text("KANAF_SECRET_KEY")
ALLOWED_HOSTS = env.words("KANAF_HOSTS")
DEMO = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
