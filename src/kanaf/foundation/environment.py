"""The process environment, read in one place, with types and loud failure."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadEnvironment(Exception):
    """A setting of the environment that cannot be used; the message says what to do."""


def text(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file named by ``NAME_FILE``."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise BadEnvironment(f"{name} is not set. Set it, or set {name}_FILE to a file that holds it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes or a no: 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(f"{name} must be yes or no, not {value!r}.")


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise BadEnvironment(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, *, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A comma-separated list of addresses and ranges: ``10.0.0.1, 10.8.0.0/16, ::1``."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise BadEnvironment(f"{name} must hold addresses or ranges like 10.0.0.0/8: {error}.") from None


def database(url: str) -> dict[str, str]:
    """Django's connection settings for ``postgresql://user:password@host:port/name?host=/socket``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadEnvironment(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name (PostgreSQL 15 or newer)."
        )
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.get("host", parts.hostname or "")),
        "PORT": str(parts.port or options.get("port", "")),
    }
