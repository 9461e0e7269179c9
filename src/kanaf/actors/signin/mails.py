"""The mail that invites: in French and in Arabic, with no word on what Kanaf is for."""

from collections.abc import Callable

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from kanaf.actors.models import Invitation

LANGUAGES = ("fr", "ar")


def send_invitation(invitation: Invitation, link_in: Callable[[str], str]) -> None:
    """``link_in`` gives the address of the link in a language."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            context = {"link": link_in(language), "expires_at": invitation.expires_at}
            parts.append(render_to_string("signin/mail/invitation.txt", context).strip())
    with translation.override(LANGUAGES[0]):
        subject = render_to_string("signin/mail/invitation_subject.txt").strip()
    send_mail(subject, "\n\n———\n\n".join(parts), None, [invitation.email])
