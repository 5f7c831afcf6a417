"""Work on cases: legal clocks, steps that take two persons, hand-overs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.neutrality.models.cases import Case, Leaf, SealedRow


class LegalClock(SealedRow):
    """One legal deadline that runs for a case. `rule` is its code in `law/`."""

    class End(models.TextChoices):
        MET = "met", _("Met")
        MISSED = "missed", _("Met too late")
        VOID = "void", _("No longer needed")

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    handover = models.ForeignKey(
        "neutrality.Handover", models.PROTECT, null=True, blank=True, related_name="clocks"
    )
    rule = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    climbed_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=0, help_text="how often it climbed")

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(ended_at__isnull=True), name="legal_clock_runs"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule", "handover"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="legal_clock_runs_once",
            )
        ]

    def __str__(self) -> str:
        return self.rule


class Proposal(SealedRow):
    """A step that takes two persons: one proposes with a reason, another confirms."""

    class Kind(models.TextChoices):
        CLOSE = "close", _("Close without action")
        IDENTITY = "identity", _("Open the identity of the reporter")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    journal_hidden: ClassVar[tuple[str, ...]] = ("uncovered", "opened")

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.ForeignKey(Leaf, models.PROTECT, related_name="+")
    leaf = models.ForeignKey(Leaf, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(
        "neutrality.SealedFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    uncovered = models.BinaryField(null=True, help_text="the inner layer, for the keeper")
    opened = models.BinaryField(null=True, help_text="sealed to the two who opened it")
    kept_path = models.CharField(
        max_length=80, blank=True, help_text="of a file: what was uncovered, then what was opened"
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="what was opened closes again")

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="open"),
                name="one_open_proposal_of_a_kind",
            ),
            models.CheckConstraint(
                name="proposal_takes_two_persons",
                condition=Q(answered_by__isnull=True)
                | ~Q(state="confirmed")
                | ~Q(answered_by=models.F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Handover(SealedRow):
    """A case as it was handed to a competent authority, and what that authority answered."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Prepared")
        SENT = "sent", _("Sent, waits for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    authority = models.CharField(max_length=40, help_text="its code in `law/`")
    track = models.CharField(max_length=20, help_text="ethics, discipline, criminal …")
    basis = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    number = models.CharField(max_length=60, help_text="of its letter")
    letter_path = models.CharField(max_length=80, help_text="the letter, sealed to the case")
    letter_code = models.CharField(max_length=10, unique=True, help_text="to verify the letter")
    letter_sha256 = models.CharField(max_length=64)
    package_sha256 = models.CharField(max_length=64, blank=True, help_text="of the file handed on")
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, help_text="code of what it decided")
    sanction = models.CharField(max_length=40, blank=True, help_text="code of the sanction")
    answer = models.ForeignKey(Leaf, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["prepared_at"]

    def __str__(self) -> str:
        return self.number


class Bucket(models.Model):
    """How many more sendings a form takes: refilled with time, shared by all, without addresses."""

    form = models.CharField(primary_key=True, max_length=20)
    tokens = models.FloatField()
    filled_at = models.DateTimeField(help_text="time of the world")

    def __str__(self) -> str:
        return self.form


class SpentToken(models.Model):
    """A form that was sent: it is taken once. It bears the day, never the moment."""

    digest = models.BinaryField(primary_key=True, help_text="SHA-256 of the token's number")
    day = models.DateField()

    def __str__(self) -> str:
        return "token"
