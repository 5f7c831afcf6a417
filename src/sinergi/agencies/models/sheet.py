"""A file that somebody handed in: kept while it is looked at and carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models

from sinergi.agencies.models.post import Post
from sinergi.kernel.clock import real_now
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import NotFound

KEPT = timedelta(days=1)


class HandedIn(models.Model):
    """A file between its preview and its end. No record: a day later it is gone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey("agencies.Post", models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    made_at = models.DateTimeField(help_text="time of the world")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, by: Post, name: str, **columns: Any) -> Self:
        """Keep one for its preview; those whose day is over go."""
        moment = real_now()
        cls._default_manager.filter(made_at__lt=moment - KEPT).delete()
        return cls._default_manager.create(post=by, name=name[:200], made_at=moment, **columns)

    @classmethod
    def of(cls, by: Post, pk: Any) -> Self:
        """Her own. Raises NotFound for anybody else's, and for one whose day is over."""
        rows = cls._default_manager.filter(post=by, made_at__gte=real_now() - KEPT)
        sheet = rows.filter(pk=pk).first()
        if sheet is None:
            raise NotFound()
        return sheet


class PeopleSheet(HandedIn):
    """A list of people.

    `secrets` holds the passing passwords that it made, encrypted, until they are fetched once.
    """

    content = models.BinaryField()
    started = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0, help_text="rows to carry out, when it started")
    refused = models.JSONField(default=list, help_text="[row, why] of what was refused meanwhile")
    secrets = models.TextField(blank=True)
