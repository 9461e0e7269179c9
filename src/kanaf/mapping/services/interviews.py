"""What an actor says of itself, version after version, and what of it is proposed for the directory."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors import services as directory
from kanaf.actors.actor import Actor
from kanaf.actors.models import DirectoryDraft
from kanaf.foundation import versions
from kanaf.journal import services as journal
from kanaf.mapping import events
from kanaf.mapping.enums import ProspectStatus
from kanaf.mapping.models import Interview, Prospect
from kanaf.mapping.policies import can_read_interviews, can_write
from kanaf.mapping.proposing import edits_of, is_for_directory
from kanaf.mapping.services.locking import opened


@transaction.atomic
def keep(
    *,
    actor: Actor,
    prospect: Prospect,
    met_on: date,
    spoke_with: str,
    answers: Mapping[str, Any],
    seen: str | None,
    at: datetime,
) -> Interview:
    """The next version of the interview; whoever was to be met has been met. Raises ``StaleVersion``."""
    file = opened(actor, prospect.campaign_id, can_write)
    found = Prospect.objects.select_for_update(of=("self",)).get(pk=prospect.pk)
    versions.check(found, seen)
    interview = Interview.objects.create(
        campaign=file.campaign,
        prospect=found,
        number=Interview.objects.filter(prospect=found).count() + 1,
        met_on=met_on,
        spoke_with=spoke_with,
        described={key: value for key, value in answers.items() if is_for_directory(key)},
        answers={key: value for key, value in answers.items() if not is_for_directory(key)},
        written_by=actor.known_id,
        written_at=at,
    )
    found.status, found.changed_at = ProspectStatus.MET, at
    found.save(update_fields=["status", "changed_at", "version"])
    journal.write(
        events.INTERVIEW_KEPT,
        actor=actor,
        subject=interview,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(file.campaign.id),
        prospect=str(found.pk),
        number=interview.number,
    )
    return interview


@transaction.atomic
def propose(*, actor: Actor, interview: Interview, language: str, at: datetime) -> list[DirectoryDraft]:
    """Draft in the directory what the actor said of its services; an editor decides, as always."""
    file = opened(actor, interview.campaign_id, can_write)
    organisation: UUID | None = interview.prospect.organisation_id
    if organisation is None or not can_read_interviews(actor, file):
        raise PermissionDenied
    note = f"{file.campaign.title_fr}, {interview.met_on:%d/%m/%Y}"
    made = []
    for edit in edits_of(interview.described, organisation, language, at.date()):
        try:
            made.append(
                directory.propose_change(
                    actor=actor,
                    target_type=edit.target_type,
                    target_id=edit.target_id,
                    values=edit.values,
                    note=note,
                    at=at,
                )
            )
        except (directory.NothingChanged, directory.Unwritable):
            continue
    journal.write(
        events.EDITS_PROPOSED,
        actor=actor,
        subject=interview,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(file.campaign.id),
        drafts=len(made),
    )
    return made
