"""Official documents: what was issued, under which number, anchored to which seal."""

from __future__ import annotations

from django.db import models

from sinergi.kernel.models.base import Operation, Recorded


class OfficialDocument(Recorded):
    """One PDF as it was issued. Never changed: a correction is a new document."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    template = models.CharField(max_length=80)
    region_code = models.CharField(max_length=13, blank=True)
    issued_at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    issued_by = models.CharField(max_length=200)
    code = models.CharField(max_length=10, unique=True)
    seal_number = models.BigIntegerField(null=True)
    seal_hash = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(help_text="bytes")
    path = models.CharField(max_length=80, db_index=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "number"], name="document_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def journal_region(self) -> str:
        """Code of the place for which it was issued."""
        return self.region_code

    @property
    def shown_code(self) -> str:
        """The verify code as it is printed: two groups of five."""
        return f"{self.code[:5]}-{self.code[5:]}"

    @property
    def file_name(self) -> str:
        """A name under which to save it."""
        return self.number.replace("/", "-") + ".pdf"
