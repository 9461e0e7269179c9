"""Migration operations for row-level security and for the narrow functions owned by the owner."""

from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations import RunSQL


@dataclass(frozen=True)
class Policy:
    """One SQL condition per command; ``None`` means that nobody may. ``check`` is what an updated row must be,
    where it differs from which rows may be updated."""

    select: str | None
    insert: str | None = None
    update: str | None = None
    delete: str | None = None
    check: str | None = None


Statements = list[str | tuple[str, dict[str, Any] | list[Any] | tuple[Any, ...] | None]]


def _statements(table: str, policy: Policy) -> Statements:
    made: Statements = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY']
    for command in ("select", "insert", "update", "delete"):
        name = f"{table}_{command}"
        made.append(f'DROP POLICY IF EXISTS "{name}" ON "{table}"')
        condition = getattr(policy, command)
        if condition is None:
            continue
        clause = {
            "select": f"USING ({condition})",
            "insert": f"WITH CHECK ({condition})",
            "update": f"USING ({condition}) WITH CHECK ({policy.check or condition})",
            "delete": f"USING ({condition})",
        }[command]
        made.append(f'CREATE POLICY "{name}" ON "{table}" FOR {command.upper()} TO kanaf_runtime {clause}')
    return made


class EnableRowSecurity(RunSQL):
    """Close a table; then open exactly what the policy says to the runtime roles."""

    def __init__(self, table: str, policy: Policy) -> None:
        self.table, self.policy = table, policy
        super().__init__(_statements(table, policy), [f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'])

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, [self.table, self.policy], {}


class SqlFunction(RunSQL):
    """A function owned by the owner that runs with the owner's rights: the only way around the policies.

    ``signature`` is ``name(argument type, …)``, ``returns`` its type, ``body`` the PL/pgSQL text.
    """

    def __init__(self, signature: str, returns: str, body: str, *, volatility: str = "STABLE") -> None:
        self.arguments = (signature, returns, body, volatility)
        super().__init__(
            [
                (
                    f"CREATE OR REPLACE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql {volatility}"
                    f" SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $kanaf$ {body} $kanaf$"
                ),
                f"REVOKE ALL ON FUNCTION {_plain(signature)} FROM PUBLIC",
                f"GRANT EXECUTE ON FUNCTION {_plain(signature)} TO kanaf_runtime",
            ],
            RunSQL.noop,
        )

    def deconstruct(self) -> Any:
        signature, returns, body, volatility = self.arguments
        return self.__class__.__qualname__, [signature, returns, body], {"volatility": volatility}


def _plain(signature: str) -> str:
    """The signature without default values, as GRANT wants it."""
    head, _, rest = signature.partition("(")
    arguments = [a.split(" DEFAULT ")[0] for a in rest.rstrip(")").split(",")]
    return f"{head}({','.join(arguments)})"
