"""Joint commitments: texts that are signed, who signs them, and pledge drives."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Agency, Desk, Post
from sinergi.commitments import rules
from sinergi.kernel.models import Blob, OfficialDocument, Operation, Recorded
from sinergi.regions.models import Region, under

if TYPE_CHECKING:
    from datetime import datetime


class CommitmentRows(models.QuerySet["Commitment"]):
    """Ways to ask for commitments."""

    def visible_to(self, post: Post) -> CommitmentRows:
        """What is promised in public is no secret; a draft is for those who convene there."""
        drafts = under("region_id", post.prefixes if post.can("convene") else [])
        return self.filter(~Q(state="draft") | drafts, operation_id=post.operation_id)

    def whole(self) -> CommitmentRows:
        """With all that its pages name."""
        return self.select_related(
            "operation", "region__parent", "desk", "agency", "document", "replaces", "drive"
        )


class Commitment(Recorded):
    """One text that is signed. From its opening on the text never changes (trigger)."""

    class Kind(models.TextChoices):
        JOINT = "joint", _("Joint commitment")
        PEACE = "peace", _("Declaration for peace")
        INTEGRITY = "integrity", _("Integrity pact")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open to be signed")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="commitments")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="commitments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="convenes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    template = models.CharField(max_length=40, blank=True, help_text="the text it began with")
    title = models.CharField(max_length=200)
    text = models.TextField(help_text="canonical")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")
    place = models.CharField(max_length=150, blank=True)
    held_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=10, unique=True, help_text="of its public page")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="of its withdrawal")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CommitmentRows.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["operation", "-made_at"], name="commitment_newest")]
        constraints = [
            models.CheckConstraint(
                name="commitment_open_says_when",
                condition=~Q(state__in=("open", "closed")) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="commitment_closed_says_when",
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("commitments:commitment", args=[self.pk])

    @property
    def public_url(self) -> str:
        """Where anyone sees the text, and who signed it."""
        return reverse("commitments:public", args=[self.code])

    @property
    def shown_code(self) -> str:
        """The code as it is printed: two groups of five."""
        return f"{self.code[:5]}-{self.code[5:]}"

    @property
    def is_intact(self) -> bool:
        """Whether the text still is the one whose digest was taken."""
        return rules.holds(self.digest, self.text)

    @property
    def is_open(self) -> bool:
        """Whether it can be signed now."""
        return self.state == self.State.OPEN


class OfCommitment(Recorded):
    """What belongs to a commitment lies where it lies."""

    class Meta:
        abstract = True

    @property
    def of(self) -> Commitment:
        """The commitment to which it belongs."""
        found: Commitment = self.commitment  # type: ignore[attr-defined]
        return found

    def journal_region(self) -> str:
        """Where the commitment lies."""
        return str(self.of.region_id)

    def journal_operation(self) -> uuid.UUID | None:
        """That of the commitment."""
        return self.of.operation_id


class Signatory(OfCommitment):
    """Who is to sign, by post. A unit (an agency, a village) stands for all who work there."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="signatories")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=200, help_text="by post, never a private name")
    capacity = models.CharField(max_length=100, blank=True, help_text="party, witness")
    order = models.PositiveIntegerField()
    is_unit = models.BooleanField(default=False)
    named_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "post"],
                condition=Q(post__isnull=False, withdrawn_at__isnull=True),
                name="signatory_post_is_named_once",
            ),
            models.UniqueConstraint(
                fields=["commitment", "agency"],
                condition=Q(is_unit=True, agency__isnull=False),
                name="signatory_unit_is_named_once",
            ),
            models.CheckConstraint(
                name="signatory_unit_is_no_post",
                condition=Q(is_unit=False) | Q(post__isnull=True, region__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def given(self) -> Signature | None:
        """Its signature; None while it waits. Ask with `select_related("signature")`."""
        return getattr(self, "signature", None)

    def get_absolute_url(self) -> str:
        """Where it is signed."""
        return reverse("commitments:sign", args=[self.pk])


class OfSignatory(Recorded):
    """What belongs to a signatory lies where its commitment lies."""

    class Meta:
        abstract = True

    @property
    def of(self) -> Commitment:
        """The commitment to which it belongs."""
        found: Signatory = self.signatory  # type: ignore[attr-defined]
        return found.commitment

    def journal_region(self) -> str:
        """Where the commitment lies."""
        return str(self.of.region_id)

    def journal_operation(self) -> uuid.UUID | None:
        """That of the commitment."""
        return self.of.operation_id

    def journal_label(self) -> str:
        """Who signs, and what."""
        return f"{self.signatory} · {self.of.title}"  # type: ignore[attr-defined]


class Proof(OfSignatory):
    """One try of a second factor: by which means, and whether it was right. Never the code."""

    class Means(models.TextChoices):
        TOTP = "totp", _("authenticator app")
        RECOVERY = "recovery", _("recovery code")
        CODE = "code", _("code by e-mail")
        NONE = "none", _("none")

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="proofs")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    means = models.CharField(max_length=10, choices=Means.choices)
    passed = models.BooleanField()
    at = models.DateTimeField(help_text="time of the world")
    used_at = models.DateTimeField(null=True, blank=True, help_text="time of the world")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["account", "-at"], name="proof_of_account")]

    def __str__(self) -> str:
        return f"{self.get_means_display()} · {self.at:%Y-%m-%d %H:%M}"


class OneTimeCode(OfSignatory):
    """A code that was sent to the mailbox of an account. Only its keyed digest is kept."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("digest",)

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="codes")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(help_text="time of the world")
    expires_at = models.DateTimeField(help_text="time of the world")
    used_at = models.DateTimeField(null=True, blank=True, help_text="time of the world")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Signature(OfSignatory):
    """A signature under one exact text. Never changed, never removed (trigger)."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("strokes", "typed")

    class Means(models.TextChoices):
        DRAWN = "drawn", _("drawn by hand on the device")
        TYPED = "typed", _("name typed on the device")
        PAPER = "paper", _("signed on paper")

    signatory = models.OneToOneField(Signatory, models.PROTECT, related_name="signature")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text that was signed")
    means = models.CharField(max_length=6, choices=Means.choices)
    strokes = models.JSONField(default=list, blank=True, help_text="points in a box of 600 x 220")
    typed = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    witness = models.CharField(max_length=150, blank=True, help_text="by post")
    factor = models.CharField(max_length=10, choices=Proof.Means.choices, default="none")
    signed_at = models.DateTimeField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    post_label = models.CharField(max_length=200, help_text="as it was called at that time")
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="signature_on_paper_has_its_scan",
                condition=Q(means="paper", scan__isnull=False, factor="none")
                | (~Q(means="paper") & Q(account__isnull=False) & ~Q(factor="none")),
            )
        ]

    def __str__(self) -> str:
        return self.post_label

    @property
    def path(self) -> str:
        """The drawing as the path of an SVG."""
        return rules.path_of(self.strokes)


class Drive(OfCommitment):
    """A pledge drive: one text, signed by all who work in many units, until a moment."""

    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="drive")
    kinds = ArrayField(models.CharField(max_length=30), help_text="kinds of agency; of villages")
    with_villages = models.BooleanField(default=False)
    until = models.DateTimeField()
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.commitment.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("commitments:drive", args=[self.pk])

    def is_over(self, moment: datetime) -> bool:
        """Whether its time has run out by `moment`."""
        return moment >= self.until


class PledgeReport(OfSignatory):
    """How many of how many have signed in a unit, as its officer says, with the list as proof."""

    signatory = models.OneToOneField(Signatory, models.PROTECT, related_name="report")
    staff = models.PositiveIntegerField()
    signed = models.PositiveIntegerField()
    scan = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pledge_signed_is_part_of_staff",
                condition=Q(signed__lte=models.F("staff"), staff__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.signed}/{self.staff}"
