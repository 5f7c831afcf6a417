"""Keys: of handlers, of the agency's recovery, and while they are unlocked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation, Recorded


def fingerprint_of(recipient: str) -> str:
    """A short form of a public key, to compare by eye: four groups of four."""
    tail = recipient[-16:]
    return " ".join(tail[at : at + 4] for at in range(0, 16, 4))


class Purpose(models.TextChoices):
    """What a key opens. Nobody holds both: an identity takes two persons."""

    CONTENT = "content", _("content of cases")
    IDENTITY = "identity", _("identity of reporters")


class HandlerKeys(models.QuerySet["HandlerKey"]):
    """Ways to ask for keys."""

    def in_force(self) -> HandlerKeys:
        """Those to which new cases are sealed: admitted, and neither retired nor without a post."""
        held = Post.objects.in_force(local(now()).date())
        return self.filter(admitted_at__isnull=False, retired_at__isnull=True, post__in=held)

    def in_use(self) -> HandlerKeys:
        """Those in force, and those that wait for being admitted."""
        return self.filter(retired_at__isnull=True)


class HandlerKey(Recorded):
    """The key pair of one post. Its private half is sealed with the holder's passphrase."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("sealed", "salt")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="handler_keys")
    post = models.ForeignKey(Post, models.PROTECT, related_name="handler_keys")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    recipient = models.CharField(max_length=80, unique=True, help_text="the public half (age)")
    sealed = models.BinaryField(help_text="the private half, sealed with a key from the passphrase")
    salt = models.BinaryField()
    memory = models.PositiveIntegerField(help_text="cost of Argon2id, KiB")
    passes = models.PositiveSmallIntegerField(help_text="cost of Argon2id")
    made_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.CharField(max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=20, blank=True)  # rotated, lost, left

    objects = HandlerKeys.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(retired_at__isnull=True),
                name="handler_has_one_key_in_use",
            )
        ]

    def __str__(self) -> str:
        return self.post.title

    @property
    def fingerprint(self) -> str:
        """A short form of the public key, to compare by eye: four groups of four."""
        return fingerprint_of(self.recipient)

    @property
    def is_in_force(self) -> bool:
        """Whether new cases are sealed to it."""
        return self.admitted_at is not None and self.retired_at is None

    def journal_region(self) -> str:
        """Where the agency works."""
        return self.agency.region_id

    def journal_audience(self) -> list[str]:
        """Its agency alone."""
        return [str(self.agency_id)]


class RecoveryKey(Recorded):
    """The agency's spare key: its private half is split into shares on paper."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("sealed",)

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="recovery_keys")
    recipient = models.CharField(max_length=80, unique=True)
    sealed = models.BinaryField(help_text="the private half, sealed with what the shares make")
    threshold = models.PositiveSmallIntegerField(help_text="shares that are needed")
    shares = models.PositiveSmallIntegerField(help_text="shares that were given out")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "agency"],
                condition=Q(retired_at__isnull=True),
                name="agency_has_one_recovery_key",
            ),
            models.CheckConstraint(
                name="recovery_takes_more_than_one_person",
                condition=Q(threshold__gte=2) & Q(shares__gte=models.F("threshold")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.threshold}/{self.shares}"

    @property
    def fingerprint(self) -> str:
        """As on its sheets."""
        return fingerprint_of(self.recipient)

    def journal_region(self) -> str:
        """Where the agency works."""
        return self.agency.region_id

    def journal_audience(self) -> list[str]:
        """Its agency alone."""
        return [str(self.agency_id)]


class Unlocking(models.Model):
    """A private key that is unlocked for a session.

    It lies here sealed with a key that only the browser holds (in a cookie): neither a copy of
    this table nor the cookie alone opens anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(HandlerKey, models.CASCADE, related_name="unlockings")
    sealed = models.BinaryField()
    opened_at = models.DateTimeField(help_text="time of the world")
    used_at = models.DateTimeField(help_text="time of the world")
    ends_at = models.DateTimeField(help_text="time of the world; at the latest")

    def __str__(self) -> str:
        return str(self.key_id)
