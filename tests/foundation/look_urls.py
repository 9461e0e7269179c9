"""The foundation alone, so that its pages are tried without any area above it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("kanaf.foundation.urls")))
