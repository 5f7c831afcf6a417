"""The answers that were given under an idempotency key."""

from __future__ import annotations

from django.db import models


class KeptAnswer(models.Model):
    """The first answer to a request that carried a key, for whoever sends it again."""

    owner = models.UUIDField(help_text="the post that asked")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was asked")
    status = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=80)
    location = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()
    made_at = models.DateTimeField(db_index=True, help_text="time of the world")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="answer_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.key} · {self.status}"
