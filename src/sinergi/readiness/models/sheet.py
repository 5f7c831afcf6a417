"""A readiness report in Excel that somebody handed in: kept between its preview and its end."""

from __future__ import annotations

from django.db import models

from sinergi.kernel.identifiers import uuid7


class ReadinessSheet(models.Model):
    """A workbook between preview and application. No record: a day later it is gone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey("agencies.Post", models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    made_at = models.DateTimeField(help_text="time of the world")

    def __str__(self) -> str:
        return self.name
