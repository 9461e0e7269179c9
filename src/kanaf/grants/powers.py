"""What a role can do at most with what its desk was granted; a grant never gives more than the role bears.

A role that is not here opens no file: facilitators, trainers, project managers, data officers,
directory editors and system administrators work without case data.
"""

from collections.abc import Mapping

from kanaf.actors.enums import Role
from kanaf.grants.enums import EMERGENCY, Compartment, Level, SubjectKind

R, W = Level.READ, Level.WRITE

FILE_POWERS: Mapping[Role, Mapping[Compartment, Level]] = {
    Role.SOCIAL_WORKER: {
        Compartment.CORE: W,
        Compartment.IDENTITY: W,
        Compartment.SOCIAL: W,
        Compartment.PSYCHOLOGICAL: W,
        Compartment.JUDICIAL: W,
        Compartment.MEDICAL: R,
    },
    Role.DESK_COORDINATOR: {
        Compartment.CORE: W,
        Compartment.IDENTITY: W,
        Compartment.SOCIAL: W,
        Compartment.PSYCHOLOGICAL: W,
        Compartment.JUDICIAL: W,
        Compartment.MEDICAL: R,
    },
    Role.SUPERVISOR: {
        Compartment.CORE: W,
        Compartment.IDENTITY: W,
        Compartment.SOCIAL: W,
        Compartment.PSYCHOLOGICAL: W,
        Compartment.JUDICIAL: W,
        Compartment.MEDICAL: R,
    },
    Role.COURT_SOCIAL_WORKER: {
        Compartment.CORE: W,
        Compartment.IDENTITY: W,
        Compartment.SOCIAL: W,
        Compartment.JUDICIAL: W,
    },
    Role.PROSECUTOR: {
        Compartment.CORE: R,
        Compartment.IDENTITY: R,
        Compartment.SOCIAL: R,
        Compartment.PSYCHOLOGICAL: R,
        Compartment.MEDICAL: R,
        Compartment.JUDICIAL: W,
    },
    Role.JUVENILE_JUDGE: {
        Compartment.CORE: R,
        Compartment.IDENTITY: R,
        Compartment.SOCIAL: R,
        Compartment.PSYCHOLOGICAL: R,
        Compartment.MEDICAL: R,
        Compartment.JUDICIAL: W,
    },
    Role.CLERK: {Compartment.CORE: R, Compartment.IDENTITY: R, Compartment.JUDICIAL: W},
    Role.LAWYER: {Compartment.CORE: R, Compartment.IDENTITY: R, Compartment.JUDICIAL: R},
    Role.DOCTOR: {Compartment.CORE: R, Compartment.IDENTITY: R, Compartment.PSYCHOLOGICAL: R, Compartment.MEDICAL: W},
    Role.POLICE_OFFICER: {Compartment.CORE: R, Compartment.IDENTITY: R, Compartment.JUDICIAL: W},
    Role.PSYCHOLOGIST: {
        Compartment.CORE: R,
        Compartment.IDENTITY: R,
        Compartment.SOCIAL: R,
        Compartment.PSYCHOLOGICAL: W,
    },
    Role.CENTRE_EDUCATOR: {Compartment.CORE: R, Compartment.IDENTITY: R, Compartment.SOCIAL: W},
    Role.SCHOOL_FOCAL_POINT: {Compartment.CORE: R, Compartment.IDENTITY: R, Compartment.SOCIAL: R},
    Role.COMMITTEE_SECRETARY: {Compartment.CORE: R},
}

EMERGENCY_ROLES = frozenset(
    {
        Role.SOCIAL_WORKER,
        Role.DESK_COORDINATOR,
        Role.SUPERVISOR,
        Role.COURT_SOCIAL_WORKER,
        Role.PROSECUTOR,
        Role.DOCTOR,
        Role.POLICE_OFFICER,
    }
)
"""Those who are on call at night and act for a child before anybody can hand the file over."""

INTAKE_COMPARTMENTS = (Compartment.CORE, Compartment.IDENTITY, Compartment.SOCIAL)
"""What a report holds. Whoever works with files may write one down, whatever the desk."""


def power(role: str, kind: str, compartment: str) -> Level | None:
    """The most a role bears on one compartment of one kind of subject, or ``None``."""
    try:
        of_role = FILE_POWERS[Role(role)]
    except (KeyError, ValueError):
        return None
    if compartment == EMERGENCY:
        return R if kind == SubjectKind.CASE and role in EMERGENCY_ROLES else None
    if kind == SubjectKind.REPORT:
        opens_reports = role != Role.COMMITTEE_SECRETARY and compartment in INTAKE_COMPARTMENTS
        return W if opens_reports else None
    return of_role.get(Compartment(compartment))


def bears(role: str, kind: str, compartment: str, level: str) -> bool:
    """Whether a role may read, or write, one compartment of one kind of subject at all."""
    most = power(role, kind, compartment)
    return most == W or (most == R and level == Level.READ)


def rows() -> list[tuple[str, str, str, str]]:
    """Every power as ``(role, kind, compartment, level)``: what the database's twin table holds."""
    return [
        (role.value, kind.value, compartment, most.value)
        for role in Role
        for kind in (SubjectKind.REPORT, SubjectKind.CASE)
        for compartment in (*Compartment.values, EMERGENCY)
        if (most := power(role, kind, compartment))
    ]
