"""The doors to referral sheets."""

from uuid import UUID

from django.http import Http404

from kanaf.actors.models import Desk, Phone
from kanaf.foundation.vault import files
from kanaf.referrals.models import Referral, Sheet


def sheets_of(referral: Referral) -> list[Sheet]:
    """The sheets made of one referral, the newest first."""
    return list(Sheet.objects.filter(referral=referral).order_by("-made_at"))


def get_sheet(referral: Referral, sheet_id: UUID) -> Sheet:
    """One of them; else 404."""
    sheet = Sheet.objects.filter(referral=referral, id=sheet_id).first()
    if sheet is None:
        raise Http404
    return sheet


def paper_of(sheet: Sheet) -> bytes:
    """The paper as it was sent: the sealed copy."""
    return files.load(sheet.case_id, sheet.file)


def registered_phone(desk: Desk) -> str:
    """The number that the directory knows for this desk, its service's first; empty when there is none."""
    numbers = Phone.objects.filter(service__desk=desk).order_by("-is_public", "number")
    found = numbers.values_list("number", flat=True).first()
    if found or desk.phone_public:
        return found or desk.phone_public
    house = Phone.objects.filter(organisation=desk.organisation_id).order_by("-is_public", "number")
    return house.values_list("number", flat=True).first() or ""
