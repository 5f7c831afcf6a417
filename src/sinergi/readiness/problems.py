"""Errors that a person can meet here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

ChangedMeanwhile = declare(
    "readiness-changed-meanwhile", 409, _("Somebody else reported this meanwhile.")
)
BadReadinessSheet = declare(
    "readiness-sheet", 422, _("This workbook is not the one of the readiness report.")
)
