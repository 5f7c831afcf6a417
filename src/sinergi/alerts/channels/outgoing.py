"""Speaking to other people's servers: never into our own network, never for long, never in a row.

Addresses come from people (a webhook) and from browsers (a push service), so they may point
anywhere. The name is resolved and judged before; and the very socket is judged once more before a
byte is written, as a name may answer differently the second time.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from sinergi.alerts.channels.interface import Failure, Fault, Outcome

THREADS = 8
TIMEOUT = (4, 8)  # seconds to connect, and to wait for an answer
LONGEST_ANSWER = 200  # characters of it that are kept
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
PASSING = (408, 425, 429)  # beside 5xx: RFC 9110, RFC 8470, RFC 6585

Made = TypeVar("Made")


class Unreachable(OSError):
    """The address lies where the house does not go."""


def at_once(jobs: Sequence[Callable[[], Made]]) -> list[Made]:
    """The answers of all, in turn; a bounded number runs at a time. No job touches the database."""
    if len(jobs) < 2:
        return [job() for job in jobs]
    with ThreadPoolExecutor(max_workers=min(THREADS, len(jobs))) as pool:
        return list(pool.map(lambda job: job(), jobs))


def is_outside(address: str) -> bool:
    """Whether an IP address lies in the public internet, also one dressed up as IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (found, *_dressed(found)))


def _dressed(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, or through NAT64 (RFC 6052)."""
    if isinstance(found, ipaddress.IPv4Address):
        return []
    inner = found.ipv4_mapped or found.sixtofour
    if found in NAT64:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return [inner] if inner else []


def judge(url: str) -> None:
    """Raise Unreachable for an address to which nothing is sent: its scheme, its name, its IP."""
    parts = urlsplit(url)
    inside_too = settings.SINERGI_PRIVATE_TARGETS
    if parts.scheme != "https" and not (inside_too and parts.scheme == "http"):
        raise Unreachable("only https:// addresses")
    if not parts.hostname or parts.username or parts.password:
        raise Unreachable("not an address of a server")
    if inside_too:
        return
    if not all(is_outside(address) for address in _resolved(parts.hostname, parts.port or 443)):
        raise Unreachable("an address inside the network")


def _resolved(host: str, port: int) -> list[str]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("a name that nobody knows") from error
    return [str(row[4][0]) for row in rows]


class _Judged:
    """A connection that looks whom it reached before it says anything."""

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not settings.SINERGI_PRIVATE_TARGETS and not is_outside(made.getpeername()[0]):
            made.close()
            raise NewConnectionError(self, "an address inside the network")  # type: ignore[arg-type]
        return made


class _Plain(_Judged, HTTPConnection):
    pass


class _Secure(_Judged, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Pools whose connections are judged."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def session() -> requests.Session:
    """For addresses that other people gave: judged sockets, and no proxy that hides them."""
    made = requests.Session()
    made.trust_env = False
    for scheme in ("http://", "https://"):
        made.mount(scheme, _Adapter(pool_maxsize=THREADS))
    return made


def post(
    speaker: requests.Session, url: str, *, judged: bool = True, **sent: Any
) -> requests.Response:
    """POST without following anywhere. Raises Unreachable, or what requests raises."""
    if judged:
        judge(url)
    return speaker.post(url, timeout=TIMEOUT, allow_redirects=False, **sent)


def outcome_of(answer: requests.Response) -> Outcome:
    """2xx was taken; 5xx and the like pass; anything else, also a redirect, is a refusal."""
    if 200 <= answer.status_code < 300:
        return None
    told = f"{answer.status_code} {answer.reason}: {answer.text[:LONGEST_ANSWER]}".strip(": ")
    if answer.status_code >= 500 or answer.status_code in PASSING:
        return Failure(Fault.POSTPONED, told, passing=True)
    return Failure(Fault.REFUSED, told, passing=False)


def failure_of(error: Exception) -> Failure:
    """What an exception on the way means. Addresses in it stay out of what is kept."""
    if isinstance(error, Unreachable):
        return Failure(Fault.REFUSED, str(error), passing=False)
    if isinstance(error, (requests.exceptions.InvalidURL, ValueError)):
        return Failure(Fault.REFUSED, type(error).__name__, passing=False)
    return Failure(Fault.UNREACHABLE, type(error).__name__, passing=True)


def attempt(call: Callable[[], requests.Response]) -> Outcome:
    """How one call went."""
    try:
        return outcome_of(call())
    except (OSError, ValueError) as error:  # what requests raises is an OSError
        return failure_of(error)
