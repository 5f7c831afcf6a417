"""Tables of the room, by theme."""

from sinergi.neutrality.models.cases import (
    Bar,
    Case,
    KeyWrap,
    Leaf,
    Receipt,
    SealedFile,
    SealedRow,
)
from sinergi.neutrality.models.keys import HandlerKey, Purpose, RecoveryKey, Unlocking
from sinergi.neutrality.models.papers import Export, Paper
from sinergi.neutrality.models.work import Bucket, Handover, LegalClock, Proposal, SpentToken

__all__ = [
    "Bar",
    "Bucket",
    "Case",
    "Export",
    "HandlerKey",
    "Handover",
    "KeyWrap",
    "Leaf",
    "LegalClock",
    "Paper",
    "Proposal",
    "Purpose",
    "Receipt",
    "RecoveryKey",
    "SealedFile",
    "SealedRow",
    "SpentToken",
    "Unlocking",
]
