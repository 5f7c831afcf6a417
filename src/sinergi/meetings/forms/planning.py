"""What planning a meeting asks: little, and most of it is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.followups.fields import TextField
from sinergi.followups.offers import OfferForm
from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.workdays import add_working_days
from sinergi.meetings.agenda_lines import Point, read_lines
from sinergi.meetings.models import Meeting
from sinergi.meetings.plans import Called, Plan
from sinergi.meetings.queries.callable import Callables
from sinergi.meetings.templates_of_kinds import USUAL

if TYPE_CHECKING:
    _PostField = forms.ModelChoiceField[Post]
else:
    _PostField = forms.ModelChoiceField

USUAL_HOUR = time(9)
NOTICE = 3  # working days between letter and meeting


class PlanFields(forms.Form):
    """The facts of a meeting; shared by planning and changing."""

    title = forms.CharField(label=_("Name of the meeting"), max_length=200)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    chair_label = forms.CharField(label=_("Chaired by (post)"), max_length=150)
    purpose = TextField(label=_("Purpose"), required=False, rows=2)
    contact = forms.CharField(
        label=_("Contact"),
        max_length=150,
        required=False,
        help_text=_("Post and telephone number that the letter names."),
    )
    nature = forms.ChoiceField(label=_("Nature of the letter"), choices=Meeting.Nature.choices)
    signer = _PostField(label=_("Who signs the letter"), queryset=Post.objects.none())
    secretary = _PostField(label=_("Secretary (keeps the minutes)"), queryset=Post.objects.none())

    kind_of_meeting = ""

    def offer_posts(self, by: Post, desk: Desk, *chosen: Any) -> None:
        """Let her choose who signs and who writes: those at the desk, of her agency, the regent."""
        rows = Post.objects.in_force(local(now()).date()).filter(operation_id=by.operation_id)
        at_desk = rows.filter(memberships__desk=desk, memberships__until=None)
        own = rows.filter(agency_id=by.agency_id)
        ids = {*at_desk.values_list("pk", flat=True), *own.values_list("pk", flat=True), by.pk}
        ids.update(pk for pk in chosen if pk)
        found = rows.filter(pk__in=ids) | rows.filter(role="regent")
        for name in ("signer", "secretary"):
            field: Any = self.fields[name]
            field.queryset = found.distinct()
            field.empty_label = None

    def plan(self) -> Plan:
        """The facts, with their moments."""
        told = self.cleaned_data
        start = _moment(told["day"], told["starts"])
        end = _moment(told["day"], told["ends"])
        if end <= start and told["ends"] < time(6):
            end += timedelta(days=1)  # it goes on past midnight
        copied = ("title", "place", "chair_label", "purpose", "contact", "nature", "signer",
                  "secretary")  # fmt: skip
        return Plan(
            kind=self.kind_of_meeting,
            starts_at=start,
            ends_at=end,
            **{name: told[name] for name in copied},
        )


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone())


class PlanForm(PlanFields):
    """A new meeting: its facts, its agenda as lines, who is called as boxes."""

    agenda = TextField(
        label=_("Agenda, a line a point"),
        rows=9,
        required=False,
        help_text=_("As you like: — who presents it (15 minutes). It can be refined later."),
    )
    called = forms.MultipleChoiceField(label=_("Who is called"), required=False)
    others = TextField(
        label=_("Others, one a line"),
        required=False,
        rows=2,
        help_text=_("By post, not by name: chair of the taxi drivers' union."),
    )

    def __init__(
        self, *given: Any, by: Post, desk: Desk, kind: str, callables: Callables, **options: Any
    ) -> None:
        self.kind_of_meeting, self.callables = kind, callables
        super().__init__(*given, **options)
        self.offer_posts(by, desk)
        called: Any = self.fields["called"]
        called.choices = [(value, value) for value in callables.seats]

    @property
    def chosen(self) -> set[str]:
        """The boxes that are ticked."""
        return {str(value) for value in self["called"].value() or ()}

    def seats(self) -> list[Called]:
        """Whom the boxes and lines call."""
        lines = self.cleaned_data.get("others", "").splitlines()
        others = [Called(" ".join(line.split())) for line in lines if line.strip()]
        return [*self.callables.called(self.cleaned_data.get("called", ())), *others]

    def points(self) -> list[Point]:
        """The agenda."""
        return read_lines(self.cleaned_data["agenda"])


def proposed(by: Post, desk: Desk, kind: str, callables: Callables) -> dict[str, Any]:
    """What the form of a new meeting of that kind shows at first."""
    usual = USUAL[kind]
    day = add_working_days(local(now()).date(), NOTICE)
    start = datetime.combine(day, USUAL_HOUR)
    place = {"regency": "", "district": "", "village": ""}.get(desk.level, "")
    return {
        "title": usual.title if desk.level == "regency" else f"{usual.title} {desk.region.name}",
        "purpose": usual.purpose,
        "chair_label": f"{usual.chair} {desk.region.name}"
        if " " not in usual.chair
        else usual.chair,
        "nature": usual.nature,
        "agenda": "\n".join(usual.agenda),
        "called": callables.usual(usual.kinds, desk),
        "day": day,
        "starts": start.time(),
        "ends": (start + timedelta(hours=usual.hours)).time(),
        "place": place,
        "signer": by.pk,
        "secretary": by.pk,
        "contact": by.title,
    }


def copied(meeting: Meeting, points: Iterable[Point], callables: Callables) -> dict[str, Any]:
    """What the form shows when an earlier meeting is copied; the day is a new one."""
    seats = list(meeting.participants.filter(struck=False, late=False))
    known = {str(row.agency_id): row for row in seats if str(row.agency_id) in callables.seats}
    start, end = local(meeting.starts_at), local(meeting.ends_at)
    names = ("title", "purpose", "chair_label", "nature", "place", "contact")
    return {
        **{name: getattr(meeting, name) for name in names},
        "agenda": "\n".join(str(point) for point in points),
        "called": list(known),
        "others": "\n".join(row.label for row in seats if str(row.agency_id) not in known),
        "day": add_working_days(local(now()).date(), NOTICE),
        "starts": start.time(),
        "ends": end.time(),
        "signer": meeting.signer_id,
        "secretary": meeting.secretary_id,
    }


class ChangeForm(PlanFields, OfferForm):
    """The facts of a meeting that is planned or invited."""

    remark = TextField(
        label=_("Why it is changed"),
        required=False,
        rows=2,
        help_text=_("Stands in the new letter when the first one has gone out."),
    )

    def __init__(self, *given: Any, by: Post, target: Meeting, **options: Any) -> None:
        self.kind_of_meeting = target.kind
        start, end = local(target.starts_at), local(target.ends_at)
        names = ("title", "purpose", "chair_label", "nature", "place", "contact")
        shown = {
            **{name: getattr(target, name) for name in names},
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "signer": target.signer_id,
            "secretary": target.secretary_id,
        }
        options["initial"] = {**shown, **(options.get("initial") or {})}
        super().__init__(*given, by=by, target=target, **options)
        self.offer_posts(by, target.desk, target.signer_id, target.secretary_id)

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        return {"plan": self.plan(), "remark": self.cleaned_data["remark"]}
