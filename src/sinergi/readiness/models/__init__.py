"""Tables of readiness."""

from sinergi.readiness.models.item import (
    STANDING_TITLES,
    ReadinessEvidence,
    ReadinessItem,
    stands,
)
from sinergi.readiness.models.requirement import LEVELS, TOPICS, Requirement
from sinergi.readiness.models.sheet import ReadinessSheet

__all__ = [
    "LEVELS",
    "STANDING_TITLES",
    "TOPICS",
    "ReadinessEvidence",
    "ReadinessItem",
    "ReadinessSheet",
    "Requirement",
    "stands",
]
