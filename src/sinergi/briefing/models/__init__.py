"""What the room keeps: situation reports with their parts; reviews and lessons beside them."""

from sinergi.briefing.models.open_data import OpenData
from sinergi.briefing.models.reports import (
    ReportCorrection,
    ReportPart,
    ReportRecords,
    ReportSchedule,
    SituationReport,
)
from sinergi.briefing.models.reviews import Review, ReviewLesson, ReviewNote

__all__ = [
    "OpenData",
    "ReportCorrection",
    "ReportPart",
    "ReportRecords",
    "ReportSchedule",
    "Review",
    "ReviewLesson",
    "ReviewNote",
    "SituationReport",
]
