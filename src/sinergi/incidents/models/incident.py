"""A case, and its way from desk to desk."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.incidents import rules
from sinergi.incidents.kinds import KINDS, SEVERITIES, Kind, kind_choices
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation, Recorded
from sinergi.regions.models import Region, under

WORDS = SearchVector("what", "place", "number", config="indonesian")
_NUMBER = re.compile(r"(?i)\d{3,}|kjd\S*|\S*/\d+")  # 000123, KJD/35.19/2024/000123


class IncidentRows(models.QuerySet["Incident"]):
    """Ways to ask for cases. Every list, map, feed, search and export begins at `visible_to`."""

    def visible_to(self, post: Post) -> IncidentRows:
        """Her places, what was asked of her agency, her own reports; restricted only if named."""
        open_to_her = Q(visibility="ordinary") | Q(audience__contains=[post.agency_id])
        rows = self.filter(open_to_her, operation_id=post.operation_id)
        if post.can("read") and post.covers(post.operation.region_code):
            return rows  # every case lies in the operation's place
        places = under("region_id", post.prefixes if post.can("read") else [])
        asked = Q(asked_agencies__contains=[post.agency_id])
        return rows.filter(places | asked | Q(reporter_id=post.pk))

    def unfinished(self) -> IncidentRows:
        """Those whose clock runs."""
        return self.filter(state__in=rules.OPEN)

    def matching(self, words: str) -> IncidentRows:
        """Those whose text has the words, by Indonesian stems; or that bear such a number."""
        if _NUMBER.fullmatch(words):
            return self.filter(number__iendswith=words)
        query = SearchQuery(words, config="indonesian", search_type="websearch")
        return self.alias(words=WORDS).filter(words=query)


class Incident(Recorded):
    """Something that happened, as reported, and what became of it."""

    class State(models.TextChoices):
        REPORTED = "reported", _("Reported")
        VERIFIED = "verified", _("Verified")
        HANDLED = "handled", _("Being handled")
        MEDIATED = "mediated", _("Mediated")
        SETTLED = "settled", _("Settled")
        REJECTED = "rejected", _("Rejected")
        MERGED = "merged", _("Merged")

    class Visibility(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        RESTRICTED = "restricted", _("Restricted")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    client_id = models.UUIDField(help_text="given by the reporter's device: a repeat is no double")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    kind = models.CharField(max_length=30, choices=kind_choices())
    severity = models.CharField(max_length=10, choices=list(SEVERITIES.items()))
    state = models.CharField(max_length=10, choices=State.choices, default=State.REPORTED)
    what = models.TextField()
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    injured = models.PositiveSmallIntegerField(default=0)
    dead = models.PositiveSmallIntegerField(default=0)
    damage = models.CharField(max_length=300, blank=True)
    reporter = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reporter_label = models.CharField(max_length=200)

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="incidents")
    level = models.CharField(max_length=10)
    arrived_at = models.DateTimeField(help_text="when it came to the present desk")
    ack_due = models.DateTimeField(null=True)
    settle_due = models.DateTimeField(null=True)
    next_deadline = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    first_acknowledged_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, help_text="how it was settled, or why rejected")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    passed_on_at = models.DateTimeField(null=True)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.ORDINARY
    )
    audience = ArrayField(models.UUIDField(), default=list, blank=True)
    asked_agencies = ArrayField(models.UUIDField(), default=list, blank=True)

    objects = IncidentRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "number"], name="incident_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["operation", "client_id"], name="incident_client_id_is_unique"
            ),
            models.CheckConstraint(
                name="incident_closed_has_no_running_clock",
                condition=Q(state__in=rules.OPEN, next_deadline__isnull=False)
                | Q(state__in=rules.CLOSED, next_deadline__isnull=True),
            ),
            models.CheckConstraint(
                name="incident_merged_names_its_other",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="incident_position_is_whole",
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
            ),
            models.CheckConstraint(
                name="incident_restricted_names_agencies",
                condition=~Q(visibility="restricted") | Q(audience__len__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["operation", "-happened_at"], name="incident_recent"),
            models.Index(
                fields=["operation", "next_deadline"],
                condition=Q(next_deadline__isnull=False),
                name="incident_deadline",
            ),
            models.Index(
                fields=["desk", "next_deadline"],
                condition=Q(state__in=rules.OPEN),
                name="incident_on_desk",
            ),
            models.Index(
                models.F("region"),
                "happened_at",
                name="incident_region",
            ),
            models.Index(
                fields=["operation"],
                condition=Q(visibility="restricted"),
                name="incident_restricted",
            ),
            GinIndex(WORDS, name="incident_words"),
            GinIndex(fields=["asked_agencies"], name="incident_asked"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("incidents:incident", args=[self.pk])

    def journal_audience(self) -> list[str] | None:
        """The agencies that alone may hear of it, when it is restricted."""
        restricted = self.visibility == self.Visibility.RESTRICTED
        return [str(agency) for agency in self.audience] if restricted else None

    @property
    def kind_entry(self) -> Kind:
        """What the house knows of its kind."""
        return KINDS[self.kind]

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies to one of which the law wants it passed on; empty when to none."""
        if self.kind_entry.bodies:
            return self.kind_entry.bodies
        return ("polres",) if self.dead or self.injured else ()

    @property
    def is_open(self) -> bool:
        """Whether somebody must still do something."""
        return self.state in rules.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its present desk has missed a deadline."""
        return bool(self.is_open and self.next_deadline and self.next_deadline <= now()) or bool(
            self.is_open and self.reminders
        )

    @property
    def headline(self) -> str:
        """Its first words, for lists."""
        first: str = self.what.strip().splitlines()[0] if self.what.strip() else ""
        return first if len(first) <= 110 else first[:107].rsplit(" ", 1)[0] + " …"


class Movement(models.Model):
    """One step of a case between desks, and why. Written with the action that made it."""

    class Reason(models.TextChoices):
        REPORTED = "reported", _("reported")
        CRITICAL = "critical", _("critical")
        UNACKNOWLEDGED = "unacknowledged", _("not acknowledged in time")
        UNSETTLED = "unsettled", _("not settled in time")
        BY_HAND = "by_hand", _("moved up by the desk")
        HANDED_DOWN = "handed_down", _("handed down")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="movements")
    from_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    to_desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    minutes = models.PositiveIntegerField(null=True, help_text="the time that was allowed")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.reason}"

    @property
    def sentence(self) -> Any:
        """Why it moved, in one sentence."""
        words = {
            "to": self.to_desk.name,
            "from": self.from_desk.name if self.from_desk else "",
            "minutes": _span(self.minutes or 0),
            "note": self.note,
            "by": self.by_label,
        }
        return SENTENCES[self.reason] % words


SENTENCES: dict[str, Any] = {
    "reported": _("Reported; it lies on %(to)s."),
    "critical": _("Critical, so it went at once to %(to)s; the desks below still see it."),
    "unacknowledged": _(
        "%(from)s did not acknowledge it within %(minutes)s, so it moved up to %(to)s by itself."
    ),
    "unsettled": _(
        "%(from)s did not settle it within %(minutes)s, so it moved up to %(to)s by itself."
    ),
    "by_hand": _("%(by)s moved it up to %(to)s: %(note)s"),
    "handed_down": _("%(by)s handed it down to %(to)s: %(note)s"),
}


def _span(minutes: int) -> str:
    if minutes % 60 == 0 and minutes:
        return str(_("%(count)d hours") % {"count": minutes // 60})
    return str(_("%(count)d minutes") % {"count": minutes})
