"""Forms with which one says how one wants to be told, by what, and of what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts import channels, rules, wishes
from sinergi.alerts.channels.web_push.channel import is_subscription
from sinergi.alerts.models import AlertRule
from sinergi.alerts.wishes import Wishes
from sinergi.incidents.kinds import SEVERITIES, kind_choices
from sinergi.polling.queries.stations import place_choices
from sinergi.regions.models import Region

CHOOSE = _("Choose one of the list.")


def chosen_channels() -> list[tuple[str, Any]]:
    """The channels that one may choose: programs are told at once, whatever one chooses."""
    return [(one.code, one.title) for one in channels.every().values() if not one.beside]


def _channel_field(label: Any, hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=chosen_channels,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _hour_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


class PreferenceForm(forms.Form):
    """Channels by importance, and quiet hours."""

    important = _channel_field(
        _("What asks something of me"),
        _("New cases on my desk, what climbed to it, requests, deadlines that passed."),
    )
    ordinary = _channel_field(
        _("What is for my information"),
        _("What became of my reports and requests; what I subscribed to."),
    )
    quiet = forms.BooleanField(
        label=_("Quiet hours"),
        help_text=_("Messages wait and come together afterwards. What is critical always comes."),
        required=False,
    )
    quiet_from = _hour_field(_("From"))
    quiet_until = _hour_field(_("Until"))

    @classmethod
    def of(cls, told: Wishes) -> PreferenceForm:
        """The form as it stands now."""
        return cls(
            initial={
                "important": important_of(told),
                "ordinary": list(told.ordinary),
                "quiet": told.quiet,
                "quiet_from": told.quiet_from,
                "quiet_until": told.quiet_until,
            }
        )

    def told(self) -> dict[str, Any]:
        """What the action is told; hours that were left empty are the usual ones."""
        data = self.cleaned_data
        return {
            **data,
            "quiet_from": data["quiet_from"] or wishes.QUIET_FROM,
            "quiet_until": data["quiet_until"] or wishes.QUIET_UNTIL,
        }


def important_of(told: Wishes) -> list[str]:
    """By which channels what is important comes, also of one who has not chosen."""
    if told.important is not None:
        return list(told.important)
    ways = [one.way for one in channels.every().values() if not one.beside]
    return [way.code for way in told.ways(rules.IMPORTANT, ways)]


class PushForm(forms.Form):
    """What a browser gives when it says yes."""

    endpoint = forms.URLField(max_length=500, assume_scheme="https")
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)
    label = forms.CharField(max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Keys of the length that keys have."""
        data = super().clean() or {}
        if not is_subscription(data.get("p256dh", ""), data.get("auth", "")):
            raise forms.ValidationError(_("This is not what a browser gives."))
        return data


class WebhookForm(forms.Form):
    """The address of a program."""

    url = forms.URLField(
        label=_("Address of the program"),
        help_text=_("A public https:// address. Each notice is sent there as signed JSON."),
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("Write a whole address, such as https://… .")},
    )


class SubscriptionForm(forms.Form):
    """A place, and what of it."""

    region = forms.ChoiceField(label=_("Place"), error_messages={"invalid_choice": CHOOSE})
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [("", _("All kinds")), *kind_choices()],
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    severity = forms.ChoiceField(
        label=_("At least this severe"),
        choices=lambda: [("", _("Any severity")), *SEVERITIES.items()],
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )

    rule = forms.ModelChoiceField(
        label=_("Or alerts of this rule"),
        queryset=AlertRule.objects.none(),
        required=False,
        empty_label=_("No rule: incidents and all alerts"),
        error_messages={"invalid_choice": CHOOSE},
    )

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        field: Any = self.fields["region"]
        field.choices = _places(by)
        rule: Any = self.fields["rule"]
        rule.queryset = AlertRule.objects.visible_to(by).live()
        if not rule.queryset.exists():
            del self.fields["rule"]

    def clean_region(self) -> Region:
        """The place itself; the choices hold only hers."""
        return Region.objects.get(pk=self.cleaned_data["region"])


def _places(by: Post) -> list[tuple[Any, Any]]:
    """All that is hers, as one choice each: wide ones first, villages under their district."""
    wide = Region.objects.filter(pk__in=by.prefixes).order_by("pk")
    first = [(row.pk, str(row)) for row in wide]
    known = {code for code, _name in first}
    groups = []
    for district, villages in place_choices(by):
        rows = [(row.pk, str(row)) for row in (district, *villages) if row.pk not in known]
        groups += [(str(district), rows)] if rows else []
    return [*first, *groups]


class FeedForm(forms.Form):
    """A secret address for a program."""

    name = forms.CharField(
        label=_("What for"),
        help_text=_("Such as the feed reader of the control room. So that you know it again."),
        max_length=80,
    )
