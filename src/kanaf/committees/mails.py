"""The mail that convenes: when, and where to read more after signing in; neither a name nor a subject."""

from collections.abc import Callable
from uuid import UUID

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kanaf.actors.models import Account
from kanaf.committees.models import Meeting, Term
from kanaf.foundation import words


def invite(meeting: Meeting, absolute: Callable[[str], str]) -> int:
    """One mail to each member and substitute who has an account, in her language; how many."""
    terms = Term.objects.valid_at(meeting.starts_at).filter(committee=meeting.committee_id, account__is_active=True)
    people = {term.account_id: term.account for term in terms.select_related("account") if term.account}
    for account in people.values():
        _send(account, meeting.id, meeting, absolute)
    return len(people)


def _send(account: Account, meeting_id: UUID, meeting: Meeting, absolute: Callable[[str], str]) -> None:
    with translation.override(account.language):
        values = {
            "when": words.exact(meeting.starts_at),
            "link": absolute(reverse("committees:meeting", args=[meeting_id])),
        }
        text = _(
            "You are invited to a coordination meeting: %(when)s.\n\nPlace, agenda and calendar file, once you have"
            " signed in: %(link)s"
        )
        send_mail(_("Coordination meeting"), text % values, None, [account.email])
