"""The development settings, with each answer saying how many queries it took."""

from kanaf.config.settings.dev import *

MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]
PUBLIC_FORMS_FASTEST = 0
PUBLIC_FORMS_PER_HOUR = 1_000_000_000
