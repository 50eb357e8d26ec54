"""Which hosts the child may reach: public ones, by https on port 443, and those the operator names.

Installed once in the child, it stands below every library: names are resolved by `resolve`, once
each, and an audit hook lets nothing connect but to an address that came out of there. A name that
answers differently the second time is not asked a second time.
"""

import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from calendars.reading.wire import CannotRead, Problem

PUBLIC_V6 = ip_network("2000::/3")
"""All that IANA has handed out; the rest is local, reserved, mapped or translated (RFC 4291)."""
NOT_PUBLIC = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # behind a carrier's NAT, RFC 6598
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "2001::/23",  # protocol assignments, Teredo among them, RFC 4380
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4, which wraps an IPv4 address, RFC 3056
        "3fff::/20",  # documentation, RFC 9637
    )
]
HTTPS = 443
Address = tuple[Any, ...]
Resolver = Callable[..., list[tuple[Any, Any, Any, Any, Address]]]
FORBIDDEN = {"socket.sendto", "socket.sendmsg", "subprocess.Popen", "os.system", "os.exec"}
FORBIDDEN |= {"os.posix_spawn", "os.fork", "os.forkpty"}
"""What a reader of calendars never does: datagrams that go around `connect`, other programs."""


def is_public(text: str) -> bool:
    """Whether an address is one that anybody on the internet can reach.

    `is_global` alone takes multicast and addresses that wrap a private one for public.
    """
    try:
        address = ip_address(text)
    except ValueError:  # with a scope, as in fe80::1%eth0
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    inside = isinstance(address, IPv4Address) or address in PUBLIC_V6
    return inside and address.is_global and not any(address in one for one in NOT_PUBLIC)


def is_plainly_inside(host: str) -> bool:
    """Whether the words alone say that a host is no public one; no name is looked up."""
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(OSError, ValueError):  # 127.1 and 0x7f000001 are addresses too
        host = socket.inet_ntoa(socket.inet_aton(host))
    return (":" in host or host.replace(".", "").isdigit()) and not is_public(host)


class Guard:
    def __init__(self, own_hosts: Iterable[str] = (), resolver: Resolver = socket.getaddrinfo):
        self.own_hosts = {host.lower() for host in own_hosts}
        self._resolver = resolver
        self._known: dict[tuple[str, int], list[Address]] = {}
        self._allowed: set[tuple[str, int]] = set()

    def install(self) -> None:
        """For this process, for good: an audit hook cannot be taken away."""
        socket.getaddrinfo = self._getaddrinfo  # type: ignore[assignment]  # its one caller-facing form
        sys.addaudithook(self.watch)

    def checked(self, url: str) -> SplitResult:
        """The address in parts, or a refusal. Read once here, and connected to as it was read."""
        try:
            parts = urlsplit(url.strip())
            port = self.port_of(parts)
        except ValueError:
            raise CannotRead(Problem.ADDRESS) from None
        own = self.is_own(parts.hostname or "", port)
        plain = parts.scheme == "http" and own
        if not (plain or parts.scheme == "https") or not (own or port == HTTPS):
            raise CannotRead(Problem.ADDRESS)
        if not parts.hostname or "@" in parts.netloc or "\\" in url:
            raise CannotRead(Problem.ADDRESS)
        if not own and is_plainly_inside(parts.hostname):
            raise CannotRead(Problem.ADDRESS)
        return parts

    def port_of(self, parts: SplitResult) -> int:
        return parts.port or (80 if parts.scheme == "http" else HTTPS)

    def is_own(self, host: str, port: int) -> bool:
        """Named by the operator."""
        host = f"[{host}]" if ":" in host else host
        return f"{host}:{port}".lower() in self.own_hosts

    def resolve(self, host: str, port: int) -> list[Address]:
        """What the name leads to, asked once; refused when any of it is not public."""
        if (host, port) not in self._known:
            found = self._looked_up(host, port)
            if not self.is_own(host, port):
                self._must_be_public([str(address[0]) for address in found], port)
            self._known[host, port] = found
            self._allowed |= {(str(address[0]), port) for address in found}
        return self._known[host, port]

    def _looked_up(self, host: str, port: int) -> list[Address]:
        """A name that leads nowhere is refused like one that leads inside: it tells nobody which
        names there are in the operator's network."""
        try:
            return [one[4] for one in self._resolver(host, port, type=socket.SOCK_STREAM)]
        except socket.gaierror as error:
            again = error.errno == socket.EAI_AGAIN
            raise CannotRead(Problem.SILENT if again else Problem.ADDRESS) from None

    def _must_be_public(self, addresses: list[str], port: int) -> None:
        if port != HTTPS or not addresses or not all(map(is_public, addresses)):
            raise CannotRead(Problem.ADDRESS)

    def watch(self, event: str, args: tuple[Any, ...]) -> None:
        """The audit hook."""
        if event in FORBIDDEN:
            raise CannotRead(Problem.ADDRESS)
        if event == "socket.connect":
            address = args[1]
            if not isinstance(address, tuple) or tuple(address[:2]) not in self._allowed:
                raise CannotRead(Problem.ADDRESS)

    def _getaddrinfo(
        self, host: bytes | str | None, port: bytes | str | int | None, *_: Any, **__: Any
    ) -> list[tuple[socket.AddressFamily, socket.SocketKind, int, str, Address]]:
        """As `socket.getaddrinfo`, for connections of a stream."""
        name = host.decode() if isinstance(host, bytes) else host
        if not name or port is None:
            raise CannotRead(Problem.ADDRESS)
        return [
            (
                socket.AF_INET6 if ":" in address[0] else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                address,
            )
            for address in self.resolve(name.lower(), int(port))
        ]
