"""Where a person can be reached beside the page, what she tried, and what she subscribed to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.alerts.models.alert_rules import AlertRule
from sinergi.alerts.models.base import Personal
from sinergi.alerts.models.notices import Delivery
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.regions.models import Region


class PushDevice(Personal):
    """A browser that takes pushes (RFC 8030). What it gave us is a key to its owner's screen."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("endpoint", "p256dh", "auth")

    account = models.ForeignKey(Account, models.CASCADE, related_name="push_devices")
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    label = models.CharField(max_length=60, help_text="browser and system, as it calls itself")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.label


class TelegramLink(Personal):
    """The chat of a person with our bot: asked for with a code, then linked from the phone."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("code_digest", "chat_id")

    account = models.OneToOneField(Account, models.CASCADE, related_name="telegram_link")
    code_digest = models.CharField(max_length=64, blank=True, help_text="empty once it was used")
    code_until = models.DateTimeField(null=True, blank=True)
    chat_id = models.BigIntegerField(null=True, blank=True, unique=True)
    chat_name = models.CharField(max_length=80, blank=True)
    linked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_digest"],
                condition=~models.Q(code_digest=""),
                name="telegram_code_is_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.chat_name or str(self.account_id)


class Webhook(Personal):
    """A program that is told what a post is told. Its secret is kept encrypted: we sign with it."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("secret",)

    post = models.OneToOneField(Post, models.CASCADE, related_name="webhook")
    url = models.URLField(max_length=300)
    secret = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.url

    def journal_operation(self) -> Any:
        """The operation of its post."""
        return self.post.operation_id


class ChannelTest(Personal):
    """How the last test of a channel went for a person."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="channel_tests")
    channel = models.CharField(max_length=10)
    fault = models.CharField(max_length=12, blank=True, help_text="empty: it was taken")
    words = models.CharField(max_length=300, blank=True, help_text="the other side's own")
    tested_at = models.DateTimeField(help_text="time of the world")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "channel"], name="channel_test_is_the_last")
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.fault or 'taken'}"

    @property
    def outcome(self) -> Any:
        """How it went, in words."""
        return Delivery.Fault(self.fault).label if self.fault else _("It was taken")


class Subscription(Personal):
    """That a post wants to be told, for information, of a place, a kind, a severity or a rule."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="subscriptions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, blank=True, help_text="of incident; empty: every")
    severity = models.CharField(max_length=10, blank=True, help_text="at least; empty: every")
    rule = models.ForeignKey(AlertRule, models.CASCADE, null=True, related_name="subscriptions")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "region", "kind", "severity", "rule"],
                name="subscription_is_one",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="subscription_is_of_cases_or_of_a_rule",
                condition=models.Q(rule=None) | models.Q(kind="", severity=""),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.region, *self.limits))

    def journal_operation(self) -> Any:
        """The operation of its post."""
        return self.post.operation_id

    @property
    def limits(self) -> list[Any]:
        """What it is narrowed to, in words."""
        severity = SEVERITIES.get(self.severity)
        least = _("%(severity)s or more severe") % {"severity": severity} if severity else ""
        kind = KINDS[self.kind].title if self.kind else ""
        return [part for part in (kind, least, self.rule and self.rule.sentence) if part]


class AlertFeed(Personal):
    """A secret address from which a program reads the alerts. Only its digest is kept."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("digest", "last_read_at")

    post = models.ForeignKey(Post, models.PROTECT, related_name="alert_feeds")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def journal_operation(self) -> Any:
        """The operation of its post."""
        return self.post.operation_id
