"""A request of granian, described as WSGI wants it (PEP 3333)."""

from __future__ import annotations

import sys
from typing import IO, Any
from urllib.parse import unquote_to_bytes

Environ = dict[str, Any]

_ALWAYS: Environ = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
_BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def environ_of(scope: Any, body: IO[bytes]) -> Environ:
    """The environ of a request; `body` is read by Django as far as it needs."""
    host, _, port = scope.server.rpartition(":")
    return {
        **_ALWAYS,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        **_headers(scope),
    }


def _headers(scope: Any) -> Environ:
    """The headers under their WSGI names; one that came several times is joined.

    A name with an underscore is dropped: it would pass for the one with a hyphen, which a proxy
    before us may have set or cleared.
    """
    found: Environ = {}
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key not in _BARE:
            key = f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    if "HTTP_HOST" not in found and scope.authority:  # HTTP/2 names the host elsewhere
        found["HTTP_HOST"] = scope.authority
    return found
