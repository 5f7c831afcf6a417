"""Tables of the room, by theme."""

from sinergi.risk.models.assessment import AssessedValue, Assessment
from sinergi.risk.models.indicator import DIMENSIONS, RiskIndicator
from sinergi.risk.models.register import Risk, RiskMeasure
from sinergi.risk.models.score import IndexRun, Part, RiskScore
from sinergi.risk.models.sheet import AssessmentSheet
from sinergi.risk.models.weighting import Weighting

__all__ = [
    "DIMENSIONS",
    "AssessedValue",
    "Assessment",
    "AssessmentSheet",
    "IndexRun",
    "Part",
    "Risk",
    "RiskIndicator",
    "RiskMeasure",
    "RiskScore",
    "Weighting",
]
