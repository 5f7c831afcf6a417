"""Papers of a case: what was set as a PDF, or goes with a hand-over. Only sealed bytes are kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.models import Operation, Recorded
from sinergi.neutrality.models.cases import Case, SealedRow
from sinergi.neutrality.models.work import Handover


class Paper(SealedRow):
    """One paper beside the letter of a hand-over: that letter stands in its own row."""

    class Kind(models.TextChoices):
        SHEET = "sheet", _("Sheet of the case")
        FACTS = "facts", _("Facts of the case (JSON)")
        REMINDER = "reminder", _("Reminder")
        RECEIPT = "receipt", _("Receipt of the report")

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    handover = models.ForeignKey(
        Handover, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=60, blank=True)
    path = models.CharField(max_length=80, help_text="sealed to the case")
    code = models.CharField(max_length=10, blank=True, help_text="to verify it, if it is a letter")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="paper_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_kind_display())


class Export(Recorded):
    """That a list of cases was taken out of the house: facts in clear, never a word of a case."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    format = models.CharField(max_length=4)
    count = models.PositiveIntegerField(help_text="cases in it")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.format

    def journal_region(self) -> str:
        """The regency."""
        return self.agency.region_id

    def journal_operation(self) -> Any:
        """Its own."""
        return self.operation_id

    def journal_audience(self) -> list[str]:
        """The agency whose cases they are, alone."""
        return [str(self.agency_id)]
