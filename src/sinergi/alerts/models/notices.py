"""Notices, their way by other channels than the page, and how people want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Desk, Post
from sinergi.alerts import rules, wishes, words
from sinergi.alerts.models.base import Personal
from sinergi.alerts.models.warnings import Alert
from sinergi.followups.models import Followup
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.meetings.models import Meeting
from sinergi.web.timing import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable

IMPORTANCE = {
    rules.ORDINARY: _("For your information"),
    rules.IMPORTANT: _("Asks something of you"),
    rules.CRITICAL: _("Critical"),
}


def _seen(column: str, visible: models.QuerySet[Any]) -> Q:
    """Whether a row names none in `column`, or one that is visible.

    Asked of each of her few rows by its key. `column IN (visible)` would gather all visible cases
    of the regency first, at every page: a third of a second where there are 100,000.
    """
    one = visible.filter(pk=OuterRef(f"{column}_id")).order_by().values("pk")[:1]
    return Q(**{column: None}) | Q(**{f"{column}_id": Subquery(one)})


class NoticeRows(models.QuerySet["Notice"]):
    """Ways to ask for notices."""

    def visible_to(self, post: Post) -> NoticeRows:
        """Her own, of what she still may see: a case may have been restricted since."""
        cases = _seen("incident", Incident.objects.visible_to(post))
        asked = _seen("followup", Followup.objects.visible_to(post))
        called = _seen("meeting", Meeting.objects.visible_to(post))
        warned = _seen("alert", Alert.objects.visible_to(post))
        return self.filter(cases, asked, called, warned, post=post)

    def unread(self) -> NoticeRows:
        """Those that she has not opened."""
        return self.filter(read_at=None)

    def with_subjects(self) -> NoticeRows:
        """With all that their texts name, in the same statement."""
        return self.select_related(
            "incident__region__parent",
            "followup__region",
            "followup__to_agency",
            "desk",
            "meeting__invitation",
            "alert__region__parent",
        )


class Notice(Personal):
    """That a post was told of one thing. It stands on her page at once, read or not.

    Its words are made when it is shown, from its subject as it is then, in the reader's language.
    """

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=80, help_text="what is told of: once to each post")
    entry = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    importance = models.CharField(max_length=10, choices=list(IMPORTANCE.items()))
    severity = models.CharField(max_length=10, blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    followup = models.ForeignKey(Followup, models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, related_name="notices")
    label = models.CharField(max_length=200, blank=True, help_text="of what has no column here")
    path = models.CharField(max_length=200, blank=True, help_text="of its page")
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeRows.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "key"], name="notice_is_told_once"),
        ]
        indexes = [
            models.Index(fields=["post", "-created_at"], name="notice_of_post"),
            models.Index(fields=["post", "-id"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["incident", "created_at"], name="notice_of_incident"),
            models.Index(fields=["followup", "verb", "created_at"], name="notice_of_followup"),
            models.Index(
                fields=["desk", "created_at"],
                condition=Q(desk__isnull=False),
                name="notice_of_desk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} → {self.post_id}"

    def get_absolute_url(self) -> str:
        """Where it is opened: it counts as read, and leads to what it is about."""
        return reverse("alerts:notice", args=[self.pk])

    @property
    def urgent(self) -> bool:
        """Whether it comes through at any hour."""
        return self.importance == rules.CRITICAL

    @property
    def subject(self) -> Incident | Followup | Meeting | Alert | Desk | None:
        """What it is about; None for one's own account, and for what only has a page."""
        return self.followup or self.incident or self.meeting or self.alert or self.desk

    @property
    def url(self) -> str:
        """The page of its subject."""
        subject = self.subject
        if subject is not None:
            return str(subject.get_absolute_url())
        return self.path or reverse("alerts:notices")

    @property
    def title(self) -> str:
        """What happened, in the reader's language."""
        return words.title_of(self.verb, self.facts)

    @property
    def number(self) -> str:
        """The number of the case, if it is about one."""
        if self.incident is not None:
            return str(self.incident.number)
        if self.meeting is not None:
            return self.meeting.invitation.number if self.meeting.invitation else ""
        if self.alert is not None:
            return self.alert.number
        return str(self.followup.origin_label) if self.followup else ""

    @property
    def is_restricted(self) -> bool:
        """Whether nothing but its number may leave the house."""
        if self.incident is not None and self.incident.visibility == "restricted":
            return True
        if self.meeting is not None and self.meeting.nature == Meeting.Nature.CONFIDENTIAL:
            return True
        return bool(self.followup is not None and self.followup.audience)

    @property
    def place(self) -> str:
        """Where it is."""
        if self.incident is not None:
            return str(self.incident.region.full_name)
        if self.followup is not None:
            return str(self.followup.region)
        if self.meeting is not None:
            return self.meeting.place
        if self.alert is not None:
            return str(self.alert.region.full_name)
        return self.desk.name if self.desk else ""

    @property
    def text(self) -> str:
        """The first words of its subject."""
        if self.followup is not None:
            return str(self.followup.title)
        if self.meeting is not None:
            return f"{self.meeting.title} · {moment_text(local(self.meeting.starts_at))}"
        if self.alert is not None:
            return self.alert.headline
        if self.label:
            return self.label
        return self.incident.headline if self.incident else words.text_of(self.verb, self.facts)


class Delivery(Personal):
    """One notice on its way by a channel beside the page.

    `due_at` is when it may be sent: by the operation's clock while it is held for quiet hours, by
    that of the world while it waits for the other side, or in reserve for its turn.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HELD = "held", _("Held until the quiet hours end")
        STANDBY = "standby", _("In reserve")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Refused")
        GIVEN_UP = "given_up", _("Given up")
        UNNEEDED = "unneeded", _("No longer needed")

    class Fault(models.TextChoices):
        """What stood in the way the last time."""

        NONE = "", ""
        NO_SERVER = "no_server", _("Not sent: this way is switched off here")
        UNREACHABLE = "unreachable", _("The other side did not answer")
        POSTPONED = "postponed", _("The other side asks to try later")
        REFUSED = "refused", _("The other side refuses this address or message")
        GONE = "gone", _("This address exists no more")
        TOO_OLD = "too_old", _("Too old to be sent")
        READ = "read", _("Read on the page before")
        REACHED = "reached", _("Sent by another way")
        NOT_HERS = "not_hers", _("No longer hers to see")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, help_text="its folder in alerts/channels")
    turn = models.PositiveSmallIntegerField(default=1, help_text="in her order; 0: beside it")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    last_error = models.CharField(max_length=300, blank=True, help_text="the server's own words")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(help_text="time of the world")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="delivery_is_one_for_a_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "due_at"],
                condition=Q(state__in=("waiting", "held", "standby")),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["-made_at"],
                condition=Q(state__in=("failed", "given_up")) | ~Q(fault=""),
                name="delivery_in_trouble",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"

    def journal_operation(self) -> Any:
        """The operation of its notice."""
        return self.notice.operation_id

    @property
    def channel_title(self) -> str:
        """The channel's name; its code where the channel is no more."""
        from sinergi.alerts.channels import titles  # which stands on this module

        return str(titles().get(self.channel, self.channel))

    @property
    def outcome(self) -> str:
        """How it stands, in words: with what stood in the way, if something did."""
        if self.fault:
            return str(self.get_fault_display())
        return str(self.get_state_display())


class Preference(Personal):
    """How a person wants to be told. Without one, the house's own wishes for her hold."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="alert_preference")
    important = ArrayField(models.CharField(max_length=10), null=True, blank=True)
    ordinary = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    order = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    quiet = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=wishes.QUIET_FROM)
    quiet_until = models.TimeField(default=wishes.QUIET_UNTIL)

    def __str__(self) -> str:
        return str(self.account_id)

    @property
    def wishes(self) -> wishes.Wishes:
        """As the rules read them."""
        return wishes.Wishes(
            None if self.important is None else tuple(self.important),
            tuple(self.ordinary),
            self.quiet,
            self.quiet_from,
            self.quiet_until,
            tuple(self.order),
        )


def wishes_of(account_ids: Iterable[Any]) -> dict[Any, wishes.Wishes]:
    """{account: wishes} of those who have said something, in one statement."""
    rows = Preference.objects.filter(account_id__in=account_ids)
    return {row.account_id: row.wishes for row in rows}


class Cursor(models.Model):
    """How far a reader has come in the journal: all below (txid, entry) is done."""

    name = models.CharField(primary_key=True, max_length=20)
    txid = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.txid}/{self.entry_id}"
