"""The door of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanaf.config.settings.dev")

application = get_wsgi_application()

get_resolver().check()  # loads every view, form and template tag now, not in the first person's request
gc.collect()
gc.freeze()  # what was loaded lives as long as the process: looking through it again cost 60 ms now and then
gc.set_threshold(10_000, 20, 50)
