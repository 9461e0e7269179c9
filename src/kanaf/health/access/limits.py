"""The medical limits of files: the moments of the incidents and the answers, and nothing else of either."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kanaf.cases.enums import HappenedPrecision
from kanaf.cases.models import Case
from kanaf.cases.policies_medical import may_be_pregnant
from kanaf.health.clocks import Answer, Limit, Start, standing, start_of
from kanaf.health.enums import DELAY_OF, LimitKey
from kanaf.health.models import LimitAnswer
from kanaf.territory import access as territory

DAY = timedelta(days=1)
KNOWN = """
SELECT NULL::uuid, file, at, latest, exactness, known_at FROM kanaf_medical_moments(%(files)s)
UNION ALL
SELECT id, file, at, NULL, answered, NULL FROM kanaf_limits_answered(%(files)s)
"""


def limits_of(case: Case, now: datetime) -> list[Limit]:
    """The limits of one file as they stand, for whoever may open its core."""
    return limits_of_files([case], now).get(case.id, [])


def limits_of_files(cases: Iterable[Case], now: datetime) -> dict[UUID, list[Limit]]:
    """The limits of many files: one question, and another where something was answered."""
    listed = list(cases)
    ids = [case.id for case in listed]
    if not ids:
        return {}
    starts, answers = _known(ids)
    return {case.id: _standing(case, starts.get(case.id), answers, now) for case in listed}


def _standing(
    case: Case, starts: list[Start] | None, answers: Mapping[UUID, list[Answer]], now: datetime
) -> list[Limit]:
    return standing(starts, delays_for(case), answers.get(case.id, []), now) if starts else []


def delays_for(case: Case) -> Mapping[LimitKey, timedelta]:
    """The limits that concern this child, each with its length in force."""
    wanted = [key for key in LimitKey if key != LimitKey.CONTRACEPTION or concerns_pregnancy(case)]
    return {key: timedelta(hours=territory.delay(DELAY_OF[key]).hours) for key in wanted}


def concerns_pregnancy(case: Case) -> bool:
    """Whether emergency contraception is thought of: an estimated age never takes it away."""
    return may_be_pregnant(case.sex, None if case.is_age_estimated else case.age)


def _known(files: list[UUID]) -> tuple[dict[UUID, list[Start]], dict[UUID, list[Answer]]]:
    """From when each file counts, and what was answered: one question, since the page of every such file asks it."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"files": files})
        rows = cursor.fetchall()
    starts: dict[UUID, list[Start]] = {}
    answers: dict[UUID, list[Answer]] = {}
    outcomes = _outcomes(files) if any(row[0] for row in rows) else {}
    for answer, file, at, latest, said, known_at in rows:
        if answer:
            answers.setdefault(file, []).append(Answer(said, at, outcomes.get(answer, "")))
            continue
        over = at + DAY if said == HappenedPrecision.DAY else latest
        starts.setdefault(file, []).append(start_of(at, over, known_at))
    return starts, answers


def _outcomes(files: list[UUID]) -> dict[UUID, str]:
    """How limits were answered, for whoever may open the medical part; for the others, nothing."""
    return dict(LimitAnswer.objects.filter(case_id__in=files).values_list("id", "outcome"))
