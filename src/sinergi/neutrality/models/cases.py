"""Cases, what was written in them, and files: everything a person wrote is sealed.

Identifiers are random (UUIDv4), not ordered by time as elsewhere, and what a reporter does carries
a day and no hour: nothing in these tables says when someone sat at which computer.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.models import Operation, Recorded
from sinergi.neutrality.models.keys import HandlerKey, RecoveryKey


class SealedRow(Recorded):
    """A row of a confidential case: a random identifier, and a journal for Bawaslu alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def _case(self) -> Case:
        return self.case  # type: ignore[attr-defined, no-any-return]

    def journal_region(self) -> str:
        """The regency: a village would say too much."""
        return self._case().agency.region_id

    def journal_operation(self) -> uuid.UUID:
        """That of its case."""
        return self._case().operation_id

    def journal_label(self) -> str:
        """The number of its case."""
        return self._case().number

    def journal_audience(self) -> list[str]:
        """The agency that handles it, alone."""
        return [str(self._case().agency_id)]


class Cases(models.QuerySet["Case"]):
    """Ways to ask for cases."""

    def visible_to(self, post: Post) -> Cases:
        """For handlers and keepers of the agency; without those from which a person is barred.

        Before the letterbox is emptied a report is nobody's to see.
        """
        if not (post.can("handle_neutrality") or post.can("keep_identity")):
            return self.none()
        mine = self.filter(operation_id=post.operation_id, agency_id=post.agency_id)
        return mine.filter(collected_on__isnull=False).exclude(bars__post__account=post.account_id)

    def whole(self) -> Cases:
        """With all that its pages name."""
        return self.select_related("operation", "agency")


class Case(SealedRow):
    """One report, piece of information or finding. In clear stands only what Bawaslu counts by."""

    class Origin(models.TextChoices):
        REPORT = "report", _("Report (laporan)")
        INFORMATION = "information", _("Preliminary information (informasi awal)")
        FINDING = "finding", _("Finding (temuan)")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Received")
        PRELIMINARY = "preliminary", _("Preliminary information")
        INITIAL_REVIEW = "initial_review", _("Initial review")
        NEEDS_COMPLETION = "needs_completion", _("Must be completed")
        REGISTERED = "registered", _("Registered")
        CLARIFICATION = "clarification", _("Clarification")
        PLENARY = "plenary", _("Before the plenary")
        DECIDED = "decided", _("Decided")
        FORWARDED = "forwarded", _("Forwarded")
        FOLLOWED_UP = "followed_up", _("Followed up")
        CLOSED = "closed", _("Closed")
        EXPIRED = "expired", _("Out of time")
        NOT_REGISTERED = "not_registered", _("Not registered")
        DELEGATED = "delegated", _("Delegated")

    class Decision(models.TextChoices):
        PROVEN = "proven", _("Proven")
        NOT_PROVEN = "not_proven", _("Not proven")

    journal_hidden: ClassVar[tuple[str, ...]] = ("summary",)

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="neutrality_cases")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="handles it")
    number = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.SUBMITTED)
    arrived_on = models.DateField(help_text="the day; the hour is not kept")
    collected_on = models.DateField(null=True, help_text="the day the letterbox was emptied")
    content_recipient = models.CharField(max_length=80)
    identity_recipient = models.CharField(max_length=80)
    summary = models.BinaryField(help_text="the first lines, sealed: for the list")
    has_identity = models.BooleanField(default=False)
    # What Bawaslu says of it, by codes of `law/`: empty until the initial review.
    subject_kind = models.CharField(max_length=30, blank=True)
    breaches = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    known_on = models.DateField(null=True, blank=True, help_text="when the reporter learnt of it")
    conditions = models.JSONField(default=dict, blank=True, help_text="{code: fulfilled or not}")
    barred_authorities = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="who is the subject itself, and so never receives it",
    )
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    since = models.DateTimeField(null=True, blank=True, help_text="in this state since")
    registered_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True, help_text="of its keys' last renewal")

    objects = Cases.as_manager()

    class Meta:
        ordering = ["-arrived_on", "-number"]
        indexes = [
            models.Index(fields=["agency", "-arrived_on", "-number"], name="neutrality_newest"),
            models.Index(fields=["agency", "state"], name="neutrality_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "number"],
                condition=~Q(number=""),
                name="neutrality_number_is_unique",
            ),
            models.CheckConstraint(
                name="neutrality_collected_has_a_number",
                condition=Q(collected_on__isnull=True) | ~Q(number=""),
            ),
            models.CheckConstraint(
                name="neutrality_decided_says_when",
                condition=Q(decision="") | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or "-"

    def _case(self) -> Case:
        return self

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("neutrality:case", args=[self.pk])


class KeyWrap(models.Model):
    """The private key of a case, sealed to one holder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="wraps")
    purpose = models.CharField(max_length=10)
    handler = models.ForeignKey(HandlerKey, models.CASCADE, null=True, related_name="wraps")
    recovery = models.ForeignKey(RecoveryKey, models.CASCADE, null=True, related_name="wraps")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose", "handler"], name="wrap_once_for_a_handler"
            ),
            models.UniqueConstraint(
                fields=["case", "purpose", "recovery"], name="wrap_once_for_recovery"
            ),
            models.CheckConstraint(
                name="wrap_has_one_holder",
                condition=Q(handler__isnull=True, recovery__isnull=False)
                | Q(handler__isnull=False, recovery__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class Receipt(models.Model):
    """How a reporter comes back: nothing in it is of use to whoever does not know the words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="receipt")
    lookup = models.BinaryField(
        unique=True, help_text="SHA-256 of what Argon2id makes of the words"
    )
    recipient = models.CharField(max_length=80, help_text="answers are sealed to it")
    sealed = models.BinaryField(help_text="its private half, sealed with what the words make")

    def __str__(self) -> str:
        return "receipt"


class Leaf(SealedRow):
    """One sealed text of a case: what was reported, asked, answered, noted, decided."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        IDENTITY = "identity", _("Identity of the reporter")
        MESSAGE = "message", _("Message of the reporter")
        QUESTION = "question", _("Message to the reporter")
        NOTE = "note", _("Note")
        REASON = "reason", _("Reason")
        DECISION = "decision", _("Decision")
        ANSWER = "answer", _("Answer of the authority")

    journal_hidden: ClassVar[tuple[str, ...]] = ("content", "for_reporter")

    case = models.ForeignKey(Case, models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    content = models.BinaryField(help_text="sealed to the case; an identity in two layers")
    for_reporter = models.BinaryField(null=True, help_text="the same, sealed to the receipt")
    day = models.DateField()
    written_at = models.DateTimeField(null=True, help_text="of handlers only")
    written_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    collected = models.BooleanField(default=True, help_text="false: still in the letterbox")
    turn = models.PositiveIntegerField(help_text="its place in the case, from 1")

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["case", "turn"], name="leaf_has_its_turn"),
            models.CheckConstraint(
                name="leaf_of_a_reporter_has_no_hour",
                condition=~Q(kind__in=("report", "identity", "message"))
                | Q(written_by__isnull=False)
                | Q(written_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class SealedFile(SealedRow):
    """One piece of evidence: its copy without metadata, and its original, both sealed on disk.

    What it is called and its digests stand sealed in `about` ({name, media_type, size, sha256,
    shown_sha256, shown_type}).
    """

    journal_hidden: ClassVar[tuple[str, ...]] = ("about",)

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    leaf = models.ForeignKey(Leaf, models.PROTECT, null=True, related_name="files")
    about = models.BinaryField(help_text="sealed to the case")
    shown_path = models.CharField(max_length=80, blank=True, help_text="sealed to the case")
    original_path = models.CharField(max_length=80, help_text="sealed; see original_layers")
    original_layers = models.PositiveSmallIntegerField(
        help_text="2: as an identity, for its metadata; 1: to the case, it could not be stripped"
    )
    day = models.DateField()
    from_reporter = models.BooleanField(default=True)
    collected = models.BooleanField(default=True)

    class Meta:
        ordering = ["leaf__turn", "id"]

    def __str__(self) -> str:
        return "file"


class Bar(SealedRow):
    """That a person does not handle this case: she is named in it, or related."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="bars")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason = models.ForeignKey(Leaf, models.PROTECT, null=True, related_name="+")
    by_reporter = models.BooleanField(default=False)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "post"], name="barred_once_from_a_case")
        ]

    def __str__(self) -> str:
        return self.post.title
