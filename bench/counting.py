"""Counts queries: those of the page in one header, those of the session and the transaction in another."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

APART = ("SELECT set_config", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
SESSION_TABLES = (
    "django_session",
    "foundation_ephemeralkey",
    "actors_opensession",
    'FROM "actors_account" WHERE "actors_account"."id" = ',
)


class CountQueries:
    """The outermost middleware of the bench."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        counted = {"page": 0, "apart": 0}

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
            apart = sql.startswith(APART) or any(table in sql for table in SESSION_TABLES)
            counted["apart" if apart else "page"] += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(counted["page"])
        response.headers["X-Queries-Apart"] = str(counted["apart"])
        return response
