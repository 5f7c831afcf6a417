"""What a directive asks: what, of whom, until when; and how the list of all is filtered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.fields import MomentField, TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.kernel.clock import local, now
from sinergi.meetings.actions import directives as actions
from sinergi.meetings.directive_times import due_by_word
from sinergi.meetings.models import AgendaItem, Meeting
from sinergi.meetings.queries.directives import meetings_with_directives, owner_choices
from sinergi.stages.models import Stage
from sinergi.stages.queries import next_stages
from sinergi.web.timing import moment_text

WORDS = (
    ("tomorrow", _("Tomorrow")),
    ("three_days", _("In three days")),
    ("week", _("In a week")),
    ("stage", _("Before the next stage")),
)


class DirectiveForm(forms.Form):
    """One directive, caught while it is spoken: the first three answers are enough."""

    text = forms.CharField(
        label=_("What is to be done"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    owners = forms.MultipleChoiceField(
        label=_("By whom"),
        widget=forms.SelectMultiple(attrs={"size": 8, "data-pick": ""}),
        error_messages={"required": _("Name the one who is to do it, or several.")},
    )
    until = forms.ChoiceField(label=_("Until when"), widget=forms.RadioSelect)
    due_at = MomentField(label=_("At another time"), required=False)
    evidence_asked = forms.CharField(label=_("Evidence asked"), max_length=300, required=False)
    item = forms.ModelChoiceField(
        label=_("Point of the agenda"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    detail = TextField(label=_("More about it"), rows=2, required=False)
    in_plan = forms.BooleanField(
        label=_("Belongs to the integrated action plan of the conflict team"), required=False
    )
    problem = forms.CharField(label=_("Problem"), max_length=300, required=False)
    measure = forms.CharField(label=_("Measure of success"), max_length=300, required=False)
    supporting = forms.CharField(label=_("Supporting agencies"), max_length=300, required=False)

    def __init__(self, *given: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*given, **options)
        self.words = _words(meeting)
        self.fields["owners"].choices = owner_choices(meeting)  # type: ignore[attr-defined]
        self.fields["item"].queryset = meeting.agenda.filter(dropped=False)  # type: ignore[attr-defined]
        until = self.fields["until"]
        until.choices = [  # type: ignore[attr-defined]
            *((word, label) for word, label, _due in self.words),
            ("other", _("At another time")),
        ]
        until.initial = "three_days"

    def clean(self) -> dict[str, Any]:
        """The word becomes a moment; another time must be given."""
        cleaned: dict[str, Any] = super().clean() or {}
        missing = cleaned.get("until") == "other" and not cleaned.get("due_at")
        if missing and "due_at" not in self.errors:
            self.add_error("due_at", _("Say until when."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        told = {key: value for key, value in self.cleaned_data.items() if key != "until"}
        dues = {word: due for word, _label, due in self.words}
        told["due_at"] = dues.get(self.cleaned_data["until"], told["due_at"])
        told["owners"] = _owners(told["owners"])
        return told


def _words(meeting: Meeting) -> list[tuple[str, str, datetime]]:
    """The shortcuts that lie ahead: their word, what they say, their moment."""
    today = local(now())
    stage = next(iter(next_stages(meeting.operation, today.date(), 1)), None)
    found = []
    for word, label in WORDS:
        due = due_by_word(word, today, stage.starts_on if stage else None)
        if due is not None:
            found.append((word, f"{_called(word, label, stage)}: {moment_text(due)}", due))
    return found


def _called(word: str, label: Any, stage: Stage | None) -> str:
    return f"{label} ({stage.title})" if word == "stage" and stage else str(label)


def _owners(keys: list[str]) -> list[Agency | Desk]:
    """The agencies and desks of these keys, in their order. Two statements."""
    ids: dict[str, list[str]] = {"agency": [], "desk": []}
    for key in keys:
        kind, _sep, pk = key.partition(":")
        ids[kind].append(pk)
    agencies = Agency.objects.filter(pk__in=ids["agency"]).select_related("region")
    desks = Desk.objects.filter(pk__in=ids["desk"]).select_related("region")
    found: dict[str, Agency | Desk] = {f"agency:{row.pk}": row for row in agencies}
    found |= {f"desk:{row.pk}": row for row in desks}
    return [found[key] for key in keys if key in found]


class WithdrawDirectiveForm(OfferForm):
    """Why it is no longer asked."""

    reason = TextField(label=_("Why it is withdrawn"))


OFFERS = (
    Offer("withdraw", actions.withdraw_directive, WithdrawDirectiveForm,
          _("Withdrawn; whoever owed it was told."), "circle-x", tone="secondary"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)


class DirectiveFilterForm(forms.Form):
    """Which directives are listed; every choice is in the address."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("", _("All")),
        ("open", _("Open")),
        ("overdue", _("Overdue")),
        ("climbed", _("Overdue and climbed")),
        ("reported", _("Answer to judge")),
        ("closed", _("Closed")),
        ("refused", _("Refused")),
        ("withdrawn", _("Withdrawn")),
    ]

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), empty_label=_("All"), required=False
    )
    meeting = forms.ModelChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.none(), empty_label=_("All"), required=False
    )

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        told = Agency.objects.visible_to(by).filter(followups__of_directive__isnull=False)
        self.fields["agency"].queryset = told.distinct()  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = meetings_with_directives(by)  # type: ignore[attr-defined]

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)
