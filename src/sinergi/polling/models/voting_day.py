"""The day of a station: milestones, check-ins and their history, and the sums that boards read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation, Recorded
from sinergi.polling.models.stations import Station
from sinergi.regions.models import Region, under


class Milestone(Recorded):
    """One thing that every station reports, and by when."""

    class Kind(models.TextChoices):
        MARK = "mark", _("done or not")
        COUNT = "count", _("voters so far")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=20)
    word = models.CharField(max_length=12, help_text="what a short text calls it: BUKA")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.MARK)
    order = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    grace = models.PositiveSmallIntegerField(default=30, help_text="minutes; late after them")
    final = models.BooleanField(default=False, help_text="its count is the final turnout")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="milestone_code"),
            models.UniqueConstraint(fields=["operation", "word"], name="milestone_word"),
        ]

    def __str__(self) -> str:
        return self.title

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


class CheckIn(Recorded):
    """What a station reported of one milestone. Never changed: a correction is another one.

    Its identifier is the sender's own, so that what is sent twice is kept once. Of several of one
    milestone the one written last holds (`written_at`, then the identifier), in whatever order
    they arrive.
    """

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, related_name="check_ins")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="+")
    value = models.PositiveIntegerField(null=True, blank=True)
    happened_at = models.DateTimeField(help_text="when it happened, as reported")
    written_at = models.DateTimeField(help_text="when it was written down, by the sender's clock")
    received_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    flag = models.CharField(max_length=20, blank=True, help_text="improbable, and confirmed: why")
    withdrawn = models.BooleanField(default=False, help_text="says that it has not happened")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(fields=["station", "milestone", "written_at"], name="check_in_history")
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.milestone.code}"

    def journal_region(self) -> str:
        """The village of the station."""
        return self.station.region_id


class Standing(models.Model):
    """The check-in that holds for a station and a milestone."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="standings")
    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="+")
    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="+")
    value = models.PositiveIntegerField(null=True)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    flag = models.CharField(max_length=20, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "milestone"], name="station_stands_once")
        ]

    def __str__(self) -> str:
        return str(self.check_in_id)


class Tally(models.Model):
    """Sums over the stations of one village and one milestone, kept with each check-in.

    A village is the smallest row that check-ins share: stations of different villages never wait
    for one another, and a board of a province sums some thousands of rows. There is no check that
    a sum is not negative: PostgreSQL would put it to the difference that an upsert proposes.
    """

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, related_name="+")
    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="tallies")
    done = models.IntegerField(default=0, help_text="stations that reported it")
    late = models.IntegerField(default=0, help_text="of them: happened after its time")
    flagged = models.IntegerField(default=0)
    value = models.BigIntegerField(default=0)
    voters = models.BigIntegerField(default=0, help_text="registered at the stations counted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "region"], name="tally_of_a_village"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.milestone_id}"


class StationCall(Recorded):
    """That somebody called a silent station: who looks at the board next does not call it again."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="calls")
    called_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    called_by = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-called_at"]
        indexes = [models.Index(fields=["station", "-called_at"], name="station_called")]

    def __str__(self) -> str:
        return f"{self.station} {self.called_at:%H:%M}"

    def journal_region(self) -> str:
        """The village of the station."""
        return self.station.region_id


class SpecialCases(models.QuerySet["SpecialCase"]):
    """Ways to ask for special cases."""

    def visible_to(self, post: Post) -> SpecialCases:
        """Those of stations in her places."""
        places = under("station__region_id", post.prefixes)
        return self.filter(places, operation_id=post.operation_id)

    def unfinished(self) -> SpecialCases:
        """Those that are proposed or open."""
        return self.filter(state__in=("proposed", "open"))


class SpecialCase(Recorded):
    """Something out of the ordinary at a station, with its legal ground and deadline."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Station moved")
        LATE_OPENING = "late_opening", _("Opened late")
        SHORTAGE = "shortage", _("Shortage of ballots")
        REVOTE = "revote", _("Re-vote (PSU)")
        RECOUNT = "recount", _("Re-count (PSSU)")
        CONTINUED = "continued", _("Continued voting")
        POSTPONED = "postponed", _("Postponed voting")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        OPEN = "open", _("Open")
        DONE = "done", _("Carried out")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, related_name="special_cases")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    detail = models.TextField(blank=True)
    ground = models.CharField(max_length=300, help_text="the legal basis")
    due_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    followup = models.ForeignKey(
        "followups.Followup", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SpecialCases.as_manager()

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.station}"

    def journal_region(self) -> str:
        """The village of the station."""
        return self.station.region_id
