"""Who is acting, as the rules see it: nothing here touches the database."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Post:
    """One role held at one desk today, in one's own name or for an absent colleague."""

    desk_id: UUID
    role: str
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """The person behind a request; an inactive account keeps its name and loses its posts."""

    id: UUID | None
    name: str = ""
    memberships: tuple[Post, ...] = ()
    is_active: bool = True
    name_ar: str = ""

    @property
    def desk_ids(self) -> frozenset[UUID]:
        return frozenset(post.desk_id for post in self.memberships)

    @property
    def organisation_ids(self) -> frozenset[UUID]:
        """For whom the person works today, an absent colleague's organisation too."""
        return frozenset(post.organisation_id for post in self.memberships if post.organisation_id)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.memberships)

    @property
    def is_anonymous(self) -> bool:
        return self.id is None

    @property
    def is_professional(self) -> bool:
        """Signed in, active, and working at a desk today."""
        return self.id is not None and self.is_active and bool(self.memberships)

    @property
    def known_id(self) -> UUID:
        """The id where somebody must be known; nobody is refused."""
        if self.id is None:
            raise PermissionDenied
        return self.id

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def roles_at(self, desk_id: UUID) -> frozenset[str]:
        return frozenset(post.role for post in self.memberships if post.desk_id == desk_id)


ANONYMOUS = Actor(id=None, is_active=False)


class ActorRequest(HttpRequest):
    """A request that the access context has given its actor."""

    actor: Actor
