"""The tests: the owner's connection, stepping down to the runtime role inside every context."""

import atexit
import os
import shutil
import tempfile

if "KANAF_HOME" not in os.environ:
    os.environ["KANAF_HOME"] = tempfile.mkdtemp(prefix="kanaf-test-")
    atexit.register(shutil.rmtree, os.environ["KANAF_HOME"], ignore_errors=True)
os.environ.setdefault("KANAF_SECRET_KEY", "only-for-tests")

from kanaf.config.settings.base import *
from kanaf.foundation.vault.keyring import ensure as ensure_keyring

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser of the tests runs a loop of its own
SECRET_KEY = os.environ["KANAF_SECRET_KEY"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
RUNTIME_ROLE = "kanaf_web"
DEMO = False
SECOND_FACTOR_COMPULSORY = False  # tests sign in without ceremony; those of sign-in turn it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

ensure_keyring(KEYRING_FILE)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
