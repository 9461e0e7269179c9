"""List the accounts of the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from kanaf.actors.enums import Role
from kanaf.actors.models import Membership
from kanaf.actors.naming import desk_name


class Command(BaseCommand):
    help = "Print the demonstration accounts: who, which role, at which desk."

    def handle(self, *_args: Any, **_options: Any) -> None:
        posts = (
            Membership.objects.filter(account__is_demo=True)
            .select_related("account", "desk")
            .order_by("account__email")
        )
        for post in posts:
            self.stdout.write(f"  {post.account.email:36} {Role(post.role).label} · {desk_name(post.desk)}")
