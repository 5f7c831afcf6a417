"""Situation reports (*laporan situasi*): the report, each agency's part, frozen records."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sinergi.agencies.models import Account, Agency, Desk, Post
from sinergi.briefing import report_rules as rules
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import OfficialDocument, Operation, Recorded
from sinergi.regions.models import Region, under

if TYPE_CHECKING:
    import uuid


class SituationReports(models.QuerySet["SituationReport"]):
    """Ways to ask for reports. Everything begins at `visible_to`."""

    def visible_to(self, post: Post) -> SituationReports:
        """Those of the places that she reads, and those in which her agency has a part to give."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        parts = ReportPart.objects.filter(report=OuterRef("pk"), agency_id=post.agency_id)
        asked = Exists(parts) if post.can("answer") else Q(pk__in=[])
        return self.filter(places | asked, operation_id=post.operation_id)

    def whole(self) -> SituationReports:
        """With what a page names."""
        return self.select_related("operation", "region__parent", "desk", "document")

    def published(self) -> SituationReports:
        """Those that went out."""
        return self.filter(state="published")

    def of_days(self) -> SituationReports:
        """The daily ones, nil or not: they follow on one another."""
        return self.filter(kind__in=("daily", "nil"))


class SituationReport(Recorded):
    """One report of one place over one period. Its numbers are frozen at `until_at`."""

    class Kind(models.TextChoices):
        DAILY = "daily", _("Daily situation report")
        NIL = "nil", _("Daily situation report (nil)")
        SPECIAL = "special", _("Special situation report")
        MONTHLY = "monthly", _("Monthly report of the forum")

    class State(models.TextChoices):
        COLLECTING = "collecting", _("Being collected")
        FROZEN = "frozen", _("Numbers frozen, being completed")
        APPROVED = "approved", pgettext_lazy("report", "Approved")
        PUBLISHED = "published", pgettext_lazy("report", "Published")

    class Situation(models.TextChoices):
        CALM = "calm", _("Safe and calm")
        ALERT = "alert", pgettext_lazy("situation", "Alert")
        CRITICAL = "critical", pgettext_lazy("situation", "Vulnerable")

    class Classification(models.TextChoices):
        ORDINARY = "ordinary", pgettext_lazy("classification", "Ordinary")
        RESTRICTED = "restricted", pgettext_lazy("classification", "Restricted")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", help_text="that issues it")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)
    subject = models.CharField(max_length=200, blank=True, help_text="of a special report")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(help_text="the cut-off: numbers stand as of this moment")
    parts_due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    situation = models.CharField(max_length=10, choices=Situation.choices, blank=True)
    texts = models.JSONField(default=dict, blank=True, help_text="by field, of the secretariat")
    classification = models.CharField(
        max_length=10, choices=Classification.choices, default=Classification.RESTRICTED
    )
    copies_to = models.TextField(blank=True, help_text="one line for each")
    figures = models.JSONField(default=dict, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SituationReports.as_manager()

    class Meta:
        ordering = ["-until_at", "-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "region", "until_at"],
                condition=Q(kind__in=("daily", "nil")),
                name="daily_report_is_one",
            ),
            models.UniqueConstraint(
                fields=["operation", "region", "until_at"],
                condition=Q(kind="monthly"),
                name="monthly_report_is_one",
            ),
            models.CheckConstraint(
                name="report_period_is_whole", condition=Q(until_at__gt=models.F("from_at"))
            ),
            models.CheckConstraint(
                name="report_published_has_its_document",
                condition=Q(state="published", document__isnull=False, published_at__isnull=False)
                | ~Q(state="published"),
            ),
            models.CheckConstraint(
                name="report_frozen_has_figures",
                condition=Q(state="collecting") | Q(frozen_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["operation", "-until_at"], name="report_recent")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.day:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("briefing:report", args=[self.pk])

    def records_url(self, key: str) -> str:
        """The page of the records that one of its numbers counts."""
        return reverse("briefing:report-records", args=[self.pk, key])

    @property
    def day(self) -> date:
        """Its last day in the region: a period that ends at midnight ends before it."""
        return local(self.until_at - timedelta(seconds=1)).date()

    @property
    def number(self) -> str:
        """Its official number; empty before it is published."""
        return self.document.number if self.document else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The codes of its fields, in the order of the paper."""
        return rules.fields_of_report(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether agencies may still tell their part."""
        return rules.allows("tell", self.state)


class OfReport(Recorded):
    """A row that belongs to a report."""

    report: Any
    report_id: uuid.UUID

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """The place of the report."""
        return str(self.report.region_id)

    def journal_operation(self) -> Any:
        """The operation of the report."""
        return self.report.operation_id


class ReportPart(OfReport):
    """What one agency has to say. Not signed, it is not part of the report."""

    class State(models.TextChoices):
        OWED = "owed", _("Not given yet")
        WRITTEN = "written", _("Written, not signed")
        SIGNED = "signed", pgettext_lazy("part", "Signed")
        NIL = "nil", _("Nil, signed")

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="parts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OWED)
    texts = models.JSONField(default=dict, blank=True, help_text="by field")
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was signed")

    class Meta:
        ordering = ["agency__kind", "agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["report", "agency"], name="report_part_is_one"),
            models.CheckConstraint(
                name="report_part_signed_says_by_whom",
                condition=Q(state__in=("signed", "nil"), signed_at__isnull=False)
                & ~Q(signed_by="")
                & ~Q(digest="")
                | Q(state__in=("owed", "written"), signed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.report}"

    def get_absolute_url(self) -> str:
        """Its place on the report's page."""
        return self.report.get_absolute_url() + f"#part-{self.pk}"

    @property
    def fields(self) -> tuple[str, ...]:
        """What this agency is asked."""
        return rules.fields_of_part(self.report.kind, self.agency.kind)

    @property
    def is_given(self) -> bool:
        """Whether it is signed, nil or not."""
        return self.state in ("signed", "nil")

    @property
    def is_late(self) -> bool:
        """Whether it came, or will come, after its deadline."""
        return rules.is_late(self.signed_at, self.report.parts_due_at, now())


class ReportRecords(models.Model):
    """The rows that one number of a report counts, as of its cut-off. Written once, never read
    but through `visible_to` of those rows."""

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="records")
    key = models.CharField(max_length=60)
    of = models.CharField(max_length=20, help_text="what kind of rows")
    ids = ArrayField(models.UUIDField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_records_are_one")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class ReportCorrection(OfReport):
    """What was wrong in a published report: the next one of that place says so."""

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=500)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)
    printed_in = models.ForeignKey(
        SituationReport, models.PROTECT, null=True, blank=True, related_name="corrects"
    )

    class Meta:
        ordering = ["noted_at", "id"]

    def __str__(self) -> str:
        return self.what


class ReportSchedule(Recorded):
    """When the daily report of a desk is opened by the clock, and when its numbers are frozen."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    desk = models.OneToOneField(Desk, models.PROTECT, related_name="report_schedule")
    active = models.BooleanField(default=True)
    opens = models.TimeField(default=time(6))
    cut_off = models.TimeField(default=time(20))
    minutes_for_parts = models.PositiveSmallIntegerField(
        default=30, help_text="after the cut-off, until each agency has signed"
    )
    copies_to = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_opens_before_its_cut_off", condition=Q(cut_off__gt=models.F("opens"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk} {self.cut_off:%H.%M}"

    def journal_region(self) -> str:
        """The place of its desk."""
        return self.desk.region_id
