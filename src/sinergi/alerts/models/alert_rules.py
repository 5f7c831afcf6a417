"""Rules that watch for something, and the situations in which they found it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.roles import role_choices
from sinergi.alerts.warning.catalogue import CONDITIONS, Condition, condition_choices
from sinergi.alerts.warning.vocabulary import CERTAINTIES, REACH, SEVERITIES, SIGNS, URGENCIES
from sinergi.kernel.models import Operation, Recorded

if TYPE_CHECKING:
    from sinergi.agencies.models import Post


class AlertRuleRows(models.QuerySet["AlertRule"]):
    """Ways to ask for rules."""

    def visible_to(self, post: Post) -> AlertRuleRows:
        """Who keeps them, and who reads the whole operation: a rule may name what is watched."""
        wide = post.can("read") and post.covers(post.operation.region_code)
        return self.filter(operation_id=post.operation_id) if wide else self.none()

    def live(self) -> AlertRuleRows:
        """Those that are watched."""
        return self.filter(state=AlertRule.State.LIVE)


class AlertRule(Recorded):
    """One condition, what is said when it holds, to whom, and how urgently.

    It goes live only after it was tried on the past; each change makes it a draft again.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LIVE = "live", _("Watching")
        RESTING = "resting", _("Resting")

    journal_hidden: ClassVar[tuple[str, ...]] = ("trial",)

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="alert_rules")
    condition = models.CharField(max_length=20, choices=condition_choices())
    parameters = models.JSONField(default=dict)
    headline = models.CharField(max_length=160, help_text="with {tempat}, {jumlah}, {keadaan}")
    instruction = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=list(SEVERITIES.items()))
    urgency = models.CharField(max_length=10, choices=list(URGENCIES.items()))
    certainty = models.CharField(max_length=10, choices=list(CERTAINTIES.items()))
    automatic = models.BooleanField(default=False, help_text="sent without an approval")
    cooldown = models.PositiveIntegerField(default=360, help_text="minutes")
    lasts = models.PositiveSmallIntegerField(default=12, help_text="hours until it expires")
    reach = ArrayField(models.CharField(max_length=10, choices=list(REACH.items())))
    roles = ArrayField(models.CharField(max_length=30, choices=role_choices()), default=list,
                       blank=True, help_text="none: all who sit at these desks")  # fmt: skip
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    tried_at = models.DateTimeField(null=True, blank=True)
    trial = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    objects = AlertRuleRows.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="alert_rule_was_tried_before_it_is_live",
                condition=~Q(state="live") | Q(tried_at__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_rule_reaches_somebody", condition=Q(reach__len__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("alerts:rule", args=[self.pk])

    def journal_region(self) -> str:
        """It watches the whole operation."""
        return self.operation.region_code

    @property
    def entry(self) -> Condition:
        """What the catalogue says of its condition."""
        return CONDITIONS[self.condition]

    @property
    def sentence(self) -> str:
        """What it watches for, as a person reads it."""
        return self.entry.sentence({**self.entry.defaults, **self.parameters})

    @property
    def sign(self) -> str:
        """Its severity as the house signs cases."""
        return SIGNS.get(self.severity, "medium")

    @property
    def rest(self) -> timedelta:
        """How long after a situation ended it is still the same one."""
        return timedelta(minutes=self.cooldown)


class Situation(models.Model):
    """That a rule found its condition in one situation: so it fires once, however often it looks.

    Memory of the watch, not a record: what came of it is the alert.
    """

    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="situations")
    key = models.CharField(max_length=80)
    place = models.CharField(max_length=13)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="situation_is_one_of_a_rule")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.key}"


__all__ = ["AlertRule", "AlertRuleRows", "Situation"]
