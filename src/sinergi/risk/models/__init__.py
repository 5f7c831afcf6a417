"""Tables of the room, by theme."""

from sinergi.risk.models.assessment import AssessedValue, Assessment
from sinergi.risk.models.indicator import DIMENSIONS, RiskIndicator
from sinergi.risk.models.score import IndexRun, RiskScore
from sinergi.risk.models.weighting import Weighting

__all__ = [
    "DIMENSIONS",
    "AssessedValue",
    "Assessment",
    "IndexRun",
    "RiskIndicator",
    "RiskScore",
    "Weighting",
]
