"""What the actions on a meeting, its points and its seats ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups.fields import TextField
from sinergi.followups.offers import OfferForm
from sinergi.meetings.models import AgendaItem, Meeting, Participant
from sinergi.meetings.plans import Called
from sinergi.meetings.queries.callable import callables_for

if TYPE_CHECKING:
    _AgencyField = forms.ModelChoiceField[Agency]
else:
    _AgencyField = forms.ModelChoiceField

SEXES = [("", _("Not noted")), *Participant.Sex.choices]


class CancelForm(OfferForm):
    """Why it does not take place."""

    reason = TextField(label=_("Why it is cancelled"), rows=2)


class PointForm(OfferForm):
    """One point of the agenda."""

    title = forms.CharField(label=_("Point"), max_length=200)
    presenter = forms.CharField(label=_("Presented by (post)"), max_length=150, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)
    detail = TextField(label=_("Remark"), required=False)

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        if isinstance(target, AgendaItem):
            options["initial"] = {
                "title": target.title,
                "presenter": target.presenter,
                "minutes": target.minutes_planned,
                "detail": target.detail,
                **(options.get("initial") or {}),
            }
        super().__init__(*given, by=by, target=target, **options)


class CallForm(OfferForm):
    """Who is called beside those who are."""

    template = "meetings/forms/call.html"

    called = forms.MultipleChoiceField(label=_("Who is called"), required=False)
    others = TextField(
        label=_("Others, one a line"),
        required=False,
        rows=2,
        help_text=_("By post, not by name: chair of the taxi drivers' union."),
    )

    def __init__(self, *given: Any, by: Post, target: Meeting, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.callables = callables_for(target.desk)
        field: Any = self.fields["called"]
        field.choices = [(value, value) for value in self.callables.seats]

    @property
    def chosen(self) -> set[str]:
        """The boxes that are ticked."""
        return {str(value) for value in self["called"].value() or ()}

    def arguments(self) -> dict[str, Any]:
        """Whom the boxes and lines call."""
        lines = self.cleaned_data["others"].splitlines()
        others = [Called(" ".join(line.split())) for line in lines if line.strip()]
        return {"called": [*self.callables.called(self.cleaned_data["called"]), *others]}


class ReplyForm(OfferForm):
    """Whether she comes."""

    reply = forms.ChoiceField(
        label=_("Reply"),
        choices=[
            ("comes", _("Comes")),
            ("deputy", _("Sends a deputy")),
            ("declines", _("Cannot come")),
        ],
        widget=forms.RadioSelect,
    )
    deputy = forms.CharField(
        label=_("Deputy, by post"),
        max_length=150,
        required=False,
        help_text=_("Only when a deputy is sent."),
    )
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class MarkForm(OfferForm):
    """Who came, and how she is counted."""

    came_as = forms.CharField(
        label=_("Who came instead, by post"),
        max_length=150,
        required=False,
        help_text=_("Empty: the one who was called."),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)


class LateForm(OfferForm):
    """One who came without being called."""

    label = forms.CharField(label=_("Who came, by post"), max_length=150)
    agency = _AgencyField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=_("None")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)

    def __init__(self, *given: Any, by: Post, target: Meeting, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.visible_to(by)


class HereForm(forms.Form):
    """I am here: the code of the screen, and for whom I came."""

    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "here-code"}
        ),
    )
    standing_for = forms.ChoiceField(
        label=_("I come for"), required=False, widget=forms.RadioSelect
    )
    sex = forms.ChoiceField(
        label=_("For the count of women and men"),
        choices=SEXES,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, seats: list[Participant], **options: Any) -> None:
        super().__init__(*given, **options)
        field: Any = self.fields["standing_for"]
        field.choices = [(str(seat.pk), seat.label) for seat in seats]
        if len(seats) < 2:
            del self.fields["standing_for"]
