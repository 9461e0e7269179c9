"""Where Kanaf listens, and whether it may."""

import ipaddress
import socket
from dataclasses import dataclass

from kanaf.config.launcher import say
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation import environment as env

LOOPBACK_NAMES = {"localhost", ""}
IPV4, IPV6 = "127.0.0.1", "::1"
EVERYWHERE = {"0.0.0.0": IPV4, "::": IPV6}  # noqa: S104  compared, never bound by default


@dataclass(frozen=True)
class Door:
    """A host and a port, as the person typed them."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        if self.host in LOOPBACK_NAMES:
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """A name rather than an address, because passkeys need one."""
        if self.is_loopback:
            return f"http://localhost:{self.port}"
        names = env.words("KANAF_HOSTS") if self.host in EVERYWHERE else []
        return f"http://{names[0] if names else self.host}:{self.port}"

    @property
    def addresses(self) -> list[str]:
        """``localhost`` is both loopback addresses: a browser may try either first."""
        if self.host not in LOOPBACK_NAMES:
            return [self.host]
        return [IPV4, IPV6] if _has_ipv6() else [IPV4]

    @property
    def binds(self) -> list[str]:
        return [f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}" for host in self.addresses]

    @property
    def health(self) -> str:
        """Where our own question goes: straight to an address, whatever the names say."""
        host = EVERYWHERE.get(self.addresses[0], self.addresses[0])
        return f"http://[{host}]:{self.port}/healthz" if ":" in host else f"http://{host}:{self.port}/healthz"

    def refuse_busy(self) -> None:
        for host in self.addresses:
            if (reason := _why_not(host, self.port)) is not None:
                raise say.LauncherProblem(reason)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind((IPV6, 0))
    except OSError:
        return False
    return True


def _why_not(host: str, port: int) -> str | None:
    try:
        family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        return _("Port {port} is reserved for the administrator: choose one above 1023 with --port.").format(port=port)
    except (socket.gaierror, OverflowError):
        return _("{host}:{port} is not an address of this machine: check --host and --port.").format(
            host=host, port=port
        )
    except OSError:
        message = _("Port {port} of {host} is taken by another program: choose another, as in --port {other}.")
        return message.format(port=port, host=host, other=port + 1)
    return None
