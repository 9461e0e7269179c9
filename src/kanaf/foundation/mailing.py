"""Mails that say how many things wait, and nothing else: no name, no code, no risk, no word about a child."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation


def send_counts(function: str, now: datetime, *, template: str, counted: str) -> int:
    """One mail a person, of those whom a function of the database names for mails due now; how many.

    The function gives rows of address, language and count. The templates, of the subject and of the text, are told the
    ``address`` of this instance and the count, by the name ``counted``.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}(%s)", [now])  # noqa: S608 - one of our own names
        found: list[tuple[str, str, int]] = cursor.fetchall()
    for email, language, count in found:
        with translation.override(language):
            context = {counted: count, "address": settings.PUBLIC_ADDRESS}
            subject = render_to_string(f"{template}_subject.txt", context).strip()
            send_mail(subject, render_to_string(f"{template}.txt", context), None, [email])
    return len(found)
