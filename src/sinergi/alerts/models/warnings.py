"""Alerts: what was drafted, sent, to whom, who knows; and the messages as they went out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.agencies.roles import role_choices
from sinergi.alerts.models.alert_rules import AlertRule
from sinergi.alerts.warning.vocabulary import CERTAINTIES, REACH, SEVERITIES, SIGNS, URGENCIES
from sinergi.kernel.models import Operation, Recorded
from sinergi.regions.models import Region, under

if TYPE_CHECKING:
    import uuid


class AlertRows(models.QuerySet["Alert"]):
    """Ways to ask for alerts."""

    def visible_to(self, post: Post) -> AlertRows:
        """Sent ones of her places, and those addressed to her; drafts for who may approve them."""
        hers = AlertReceipt.objects.filter(post=post).values("alert")
        there = under("region_id", post.prefixes)
        sent = ~Q(state__in=UNSENT) & (Q(pk__in=hers) | (there if post.can("read") else Q(pk=None)))
        drafts = Q(drafted_by=post.pk) | (there if post.can("issue_alerts") else Q(pk=None))
        return self.filter(sent | Q(state__in=UNSENT) & drafts, operation_id=post.operation_id)

    def running(self) -> AlertRows:
        """Those that hold."""
        return self.filter(state=Alert.State.RUNNING)

    def waiting(self) -> AlertRows:
        """Drafts that wait for an approval."""
        return self.filter(state=Alert.State.DRAFT)

    def past(self) -> AlertRows:
        """Those that are over."""
        return self.filter(state__in=("cancelled", "expired", "dismissed"))

    def whole(self) -> AlertRows:
        """With all that their pages name."""
        return self.select_related("operation", "region__parent", "rule__operation")


class Alert(Recorded):
    """A warning, from its draft to its end. Its words are those of the newest message."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Waits for approval")
        RUNNING = "running", _("Running")
        CANCELLED = "cancelled", _("Called off")
        EXPIRED = "expired", _("Expired")
        DISMISSED = "dismissed", _("Dismissed")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="alerts")
    number = models.CharField(max_length=40, blank=True)
    rule = models.ForeignKey(
        AlertRule, models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    situation = models.CharField(max_length=80, blank=True, help_text="key of what a rule found")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    event = models.CharField(max_length=120)
    headline = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    instruction = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=list(SEVERITIES.items()))
    urgency = models.CharField(max_length=10, choices=list(URGENCIES.items()))
    certainty = models.CharField(max_length=10, choices=list(CERTAINTIES.items()))
    reach = ArrayField(models.CharField(max_length=10, choices=list(REACH.items())))
    roles = ArrayField(models.CharField(max_length=30, choices=role_choices()), default=list,
                       blank=True)  # fmt: skip
    grounds = models.JSONField(default=list, blank=True, help_text="[label, path] it rests on")
    lasts = models.PositiveSmallIntegerField(default=12, help_text="hours from when it is sent")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_label = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    escalate_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was ended")

    objects = AlertRows.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="alert_that_runs_was_sent",
                condition=~Q(state__in=("running", "cancelled", "expired"))
                | Q(sent_at__isnull=False, expires_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["operation", "number"], condition=~Q(number=""), name="alert_number"
            ),
        ]
        indexes = [
            models.Index(fields=["operation", "state", "-drafted_at"], name="alert_by_state"),
            models.Index(
                fields=["operation", "escalate_at"],
                condition=Q(state="running"),
                name="alert_running",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.headline

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("alerts:alert", args=[self.pk])

    @property
    def sign(self) -> str:
        """Its severity as the house signs cases: critical, high, medium, low."""
        return SIGNS.get(self.severity, "medium")

    @property
    def is_running(self) -> bool:
        """Whether it holds."""
        return self.state == self.State.RUNNING

    @property
    def is_sent(self) -> bool:
        """Whether anybody was told."""
        return self.state not in UNSENT


UNSENT = ("draft", "dismissed")
SCHEME = "urn:uuid:"  # of the identifiers of messages


class AlertMessage(models.Model):
    """One message of an alert as it went out: never changed, with its CAP document frozen."""

    class Kind(models.TextChoices):
        ALERT = "Alert", _("First message")
        UPDATE = "Update", _("Update")
        CANCEL = "Cancel", _("All clear")

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    identifier = models.CharField(max_length=80, unique=True)
    sender = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    headline = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    instruction = models.TextField(blank=True)
    recipients = models.PositiveIntegerField(default=0)
    by_label = models.CharField(max_length=200)
    references = models.TextField(blank=True)
    xml = models.TextField(help_text="the CAP 1.2 document")

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return self.identifier

    @property
    def key(self) -> str:
        """What its address is made of: its identifier, without the scheme."""
        return self.identifier.removeprefix(SCHEME)


class AlertReceipt(Recorded):
    """That a post was told of an alert, has seen it, and said that she knows."""

    class Way(models.TextChoices):
        ADDRESSED = "addressed", _("Addressed")
        ABOVE = "above", _("Because others below did not answer")

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="receipts")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.ADDRESSED)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    climbed_at = models.DateTimeField(
        null=True, blank=True, help_text="when those above her were told that she is silent"
    )

    class Meta:
        ordering = ["told_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "post"], name="receipt_is_one_of_a_post")
        ]
        indexes = [
            models.Index(
                fields=["post"], condition=Q(acknowledged_at=None), name="receipt_unanswered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert} → {self.post}"

    def journal_region(self) -> str:
        """The place of the alert: who watches it sees the answers come in."""
        return self.alert.region_id

    def journal_operation(self) -> uuid.UUID | Any:
        """That of its alert."""
        return self.alert.operation_id
