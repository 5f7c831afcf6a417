"""What can be done in this room, by theme."""

from sinergi.neutrality.actions import (
    clocks,
    closing,
    conflicts,
    export,
    files,
    findings,
    handling,
    handover,
    identity,
    keyring,
    keys,
    letterbox,
)

__all__ = [
    "clocks",
    "closing",
    "conflicts",
    "export",
    "files",
    "findings",
    "handling",
    "handover",
    "identity",
    "keyring",
    "keys",
    "letterbox",
]
