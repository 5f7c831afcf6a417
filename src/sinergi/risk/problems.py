"""Errors that a person can meet here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

BadAssessmentSheet = declare("assessment-sheet", 422, _("This workbook cannot be read."))
