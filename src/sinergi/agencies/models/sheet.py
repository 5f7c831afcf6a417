"""A list of people that somebody handed in: kept while it is looked at and carried out."""

from __future__ import annotations

from django.db import models

from sinergi.kernel.identifiers import uuid7


class PeopleSheet(models.Model):
    """A workbook between its preview and its end. No record: a day later it is gone.

    `secrets` holds the passing passwords that it made, encrypted, until they are fetched once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey("agencies.Post", models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    made_at = models.DateTimeField(help_text="time of the world")
    started = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0, help_text="rows to carry out, when it started")
    refused = models.JSONField(default=list, help_text="[row, why] of what was refused meanwhile")
    secrets = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
