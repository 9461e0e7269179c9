"""When something is refused, missing or broken: a light page in the reader's language, that needs nothing.

No database, no session, no actor: the transaction may already be lost when these are drawn.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from kanaf.foundation.pages import Site

LAST_RESORT = (
    "<!doctype html><meta charset=utf-8><title>Kanaf</title>"
    '<p lang="fr">Une erreur est survenue. En danger : 2511, 19.'
    '<p lang="ar" dir="rtl">وقع خطأ. في حالة خطر: 2511، 19.'
    '<p lang="en">Something went wrong. In danger: 2511, 19.'
)


def error_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """One page of error, in the language of its address even when the language was never activated."""
    language = translation.get_language_from_path(request.path_info) or translation.get_language() or "fr"
    with translation.override(language):
        content = render_to_string(template, {"site": Site(request)})
    response = HttpResponse(content, status=status)
    response.headers["Content-Language"] = language
    return response


def bad_request(request: HttpRequest, *_why: object, **_more: object) -> HttpResponse:
    return error_page(request, "errors/400.html", 400)


def permission_denied(request: HttpRequest, *_why: object, **_more: object) -> HttpResponse:
    return error_page(request, "errors/403.html", 403)


def page_not_found(request: HttpRequest, *_why: object, **_more: object) -> HttpResponse:
    return error_page(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Even the template may be what broke: then three sentences, by hand."""
    try:
        return error_page(request, "errors/500.html", 500)
    except Exception:  # noqa: BLE001
        return HttpResponse(LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, **_why: object) -> HttpResponse:
    return error_page(request, "errors/csrf.html", 403)
