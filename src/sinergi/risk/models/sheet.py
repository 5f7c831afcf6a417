"""An assessment in Excel that somebody handed in: kept between its preview and its end."""

from __future__ import annotations

from django.db import models

from sinergi.agencies.models import HandedIn


class AssessmentSheet(HandedIn):
    """A workbook between preview and application."""

    content = models.BinaryField()
