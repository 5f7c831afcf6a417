"""The calendar of an operation: the events on which dates hang, and its stages."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation, Recorded
from sinergi.stages.rules import Span

if TYPE_CHECKING:
    from sinergi.agencies.models import Post

VOTING_DAY = "voting_day"
COUNTING = (("calendar", _("Calendar days")), ("working", _("Working days")))
TENSIONS = ((0, _("Calm")), (1, _("Low")), (2, _("High")), (3, _("Very high")))


class Anchor(Recorded):
    """An event on which dates hang: the voting day, the court's notice. Its day may be unknown."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="anchors")
    code = models.SlugField(max_length=40)
    title_id = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    day = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "code"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="anchor_code_is_unique")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How it is called, in the reader's language."""
        return _spoken(self.title_id, self.title_en)

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


class StageRows(models.QuerySet["Stage"]):
    """Ways to ask for stages."""

    def visible_to(self, post: Post) -> StageRows:
        """All of the operation: the calendar is public."""
        return self.filter(operation_id=post.operation_id)

    def on(self, day: date) -> StageRows:
        """Those that are on that day. One without a start began before everything known."""
        begun = Q(starts_on__lte=day) | Q(starts_on__isnull=True, ends_on__isnull=False)
        return self.filter(begun, Q(ends_on__gte=day))

    def after(self, day: date) -> StageRows:
        """Those that begin later, the next first."""
        return self.filter(starts_on__gt=day).order_by("starts_on", "order")

    def main(self) -> StageRows:
        """Without their parts."""
        return self.filter(parent__isnull=True)


class Stage(Recorded):
    """One stage (*tahapan*), or a part of one: from a day to a day, both among it.

    Each end of it hangs on an anchor, so many days after it (before it when negative). Without an
    anchor's day the stage has no dates yet. `starts_on` and `ends_on` are what follows from that,
    kept as columns because everything asks by them; `calendars.py` and the actions keep them true.
    """

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="stages")
    code = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    phase = models.CharField(
        max_length=12,
        choices=[("preparation", _("Preparation")), ("conduct", _("Conduct"))],
    )
    title_id = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    anchor = models.ForeignKey(Anchor, models.PROTECT, related_name="stages")
    start_offset = models.SmallIntegerField(null=True, blank=True, help_text="days after anchor")
    end_offset = models.SmallIntegerField(null=True, blank=True, help_text="days after anchor")
    counting = models.CharField(max_length=10, choices=COUNTING, default="calendar")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    leader = models.CharField(max_length=30, choices=kind_choices())
    tension = models.PositiveSmallIntegerField(choices=TENSIONS, default=0)
    tense_kinds = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, help_text="kinds of incident"
    )
    why_id = models.TextField(blank=True, help_text="why it is tense")
    why_en = models.TextField(blank=True)
    basis = models.CharField(max_length=200, help_text="legal source")
    verified = models.BooleanField(default=True, help_text="false: dates not seen in the law")
    template = models.CharField(max_length=40, help_text="calendar and version it comes from")
    by_hand = ArrayField(
        models.CharField(max_length=12), default=list, blank=True,
        help_text="what was changed by hand, and is kept when the template is renewed",
    )  # fmt: skip

    # How often its days changed, and when last: a phone's calendar asks by these.
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)

    objects = StageRows.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="stage_code_is_unique"),
            models.CheckConstraint(
                name="stage_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(name="stage_tension", condition=Q(tension__lte=3)),
        ]
        indexes = [models.Index(fields=["operation", "starts_on"], name="stage_start")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("stages:stage", args=[self.code])

    @property
    def title(self) -> str:
        """How it is called, in the reader's language."""
        return _spoken(self.title_id, self.title_en)

    @property
    def why(self) -> str:
        """Why it is tense, in the reader's language."""
        return _spoken(self.why_id, self.why_en)

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code

    def is_on(self, day: date) -> bool:
        """Whether it is on that day, as `StageRows.on` asks of many."""
        if self.ends_on is None or self.ends_on < day:
            return False
        return self.starts_on is None or self.starts_on <= day

    @property
    def span(self) -> Span:
        """Where its ends lie from its anchor, as the rules read it."""
        return Span(self.start_offset, self.end_offset, self.counting)

    @property
    def days_left(self) -> int | None:
        """Days from today to its start; 0 or less once it has begun; None without a date."""
        return (self.starts_on - today()).days if self.starts_on else None


class CalendarFeed(Recorded):
    """A secret address from which a phone reads the calendar. Only its digest is kept."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Mine")
        AGENCY = "agency", _("My agency's")

    journal_hidden: ClassVar[tuple[str, ...]] = ("digest", "last_read_at")

    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="calendar_feeds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.prefix}…)"

    def journal_region(self) -> str:
        """The place of its post."""
        return self.post.region_id

    def journal_operation(self) -> Any:
        """The operation of its post."""
        return self.post.operation_id


def today(moment: datetime | None = None) -> date:
    """The day that the clocks of the region show."""
    return local(moment or now()).date()


def _spoken(indonesian: str, english: str) -> str:
    in_english = (get_language() or "id").startswith("en")
    return (english or indonesian) if in_english else indonesian
