"""The most vulnerable villages of a report; nothing while no index was computed."""

from __future__ import annotations

from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.report_pieces import Pieces


def tell_highest(report: SituationReport, pieces: Pieces) -> None:
    """Put the highest scores at the cut-off into the pieces."""
