"""The report of an incident, and its correction: the same questions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.fields import FilesField, MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.incidents.actions import Report
from sinergi.incidents.forms.choices import RegionField
from sinergi.incidents.kinds import KINDS, SEVERITIES, grouped_choices
from sinergi.kernel.clock import now
from sinergi.kernel.identifiers import uuid7
from sinergi.regions.locating import locate
from sinergi.regions.models import Region

SEVERITY_CHOICES = [("", _("As usual for its kind")), *SEVERITIES.items()]
WHEN_CHOICES = [
    ("now", _("Just now")),
    ("hour", _("An hour ago")),
    ("other", _("At another time")),
]


class WhatHappened(forms.Form):
    """The questions that report and correction share."""

    what = TextField(
        label=_("What happened"),
        rows=4,
        min_length=10,  # as the action asks: here so that all errors are told at once
        error_messages={
            "min_length": _("Say in a sentence what happened (10 characters or more).")
        },
        help_text=_("One or two sentences are enough: who, what, how many. No private names."),
    )
    kind = forms.ChoiceField(label=_("Kind"))
    severity = forms.ChoiceField(label=_("How severe"), choices=SEVERITY_CHOICES, required=False)
    happened_at = MomentField(label=_("Date and time"), required=False)
    region = RegionField(label=_("Village"), required=False)
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=200,
        required=False,
        help_text=_("For example: in front of the village hall, RT 3."),
    )
    lon = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    injured = forms.IntegerField(label=_("Injured"), min_value=0, required=False)
    dead = forms.IntegerField(label=_("Dead"), min_value=0, required=False)
    damage = forms.CharField(label=_("Damage"), max_length=300, required=False)
    keep_place = forms.ChoiceField(
        label=_("It happened in"), required=False, widget=forms.RadioSelect
    )

    post: Post
    located: Region | None = None

    def prepare(self, post: Post, chosen: Region | None = None) -> None:
        """Offer the kinds, and the places of `post`; her only village is chosen already."""
        self.post = post
        region: Any = self.fields["region"]
        region.offer(post, chosen)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("Choose the kind")), *grouped_choices()]
        if len(region.known) == 1:
            region.initial = next(iter(region.known))
        for name in ("lon", "lat"):
            self.fields[name].widget.attrs["step"] = "any"

    def clean(self) -> dict[str, Any]:
        """The place from the position when none was chosen; a doubt when the two disagree."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if "region" in told and "lon" in told and "lat" in told:
            self._settle_place(told)
        return told

    def _settle_place(self, told: dict[str, Any]) -> None:
        lon, lat = told["lon"], told["lat"]
        if lon is not None and lat is not None:
            self.located = locate(lon, lat)
        if told["region"] is None:
            told["region"] = self.located
            if told["region"] is None:
                self.add_error("region", _("Choose the village, or give the position."))
        elif self._disagree(told["region"]):
            self._ask_which(told)

    def _disagree(self, chosen: Region) -> bool:
        located = self.located
        return located is not None and not (located.pk + ".").startswith(chosen.pk + ".")

    def _ask_which(self, told: dict[str, Any]) -> None:
        """The position lies in another village: take that one, or keep the one chosen."""
        located, chosen = self.located, told["region"]
        if located is None or told["keep_place"] == chosen.pk:
            return
        if told["keep_place"] == located.pk:
            told["region"] = located
            return
        self.add_error(
            "keep_place",
            _("The position lies in %(located)s, but you chose %(chosen)s.")
            % {"located": located.full_name, "chosen": chosen.full_name},
        )

    def full_clean(self) -> None:
        """Offer both places when position and choice may disagree, then check as ever."""
        keep: Any = self.fields["keep_place"]
        keep.choices = [(place.pk, place.full_name) for place in self._both_places()]
        super().full_clean()

    def _both_places(self) -> list[Region]:
        try:
            lon, lat = (
                float(self.data.get(self.add_prefix(name)) or "x") for name in ("lon", "lat")
            )
        except (TypeError, ValueError):
            return []
        region: Any = self.fields["region"]
        chosen = region.known.get(self.data.get(self.add_prefix("region")) or "")
        return [place for place in (locate(lon, lat), chosen) if place is not None]

    def report(self, **also: Any) -> Report:
        """What was entered, as the action takes it."""
        told = self.cleaned_data
        return Report(
            region=told["region"],
            kind=told["kind"],
            what=told["what"],
            severity=told["severity"],
            happened_at=self.moment,
            place=told["place"],
            lon=told["lon"],
            lat=told["lat"],
            injured=told["injured"] or 0,
            dead=told["dead"] or 0,
            damage=told["damage"],
            **also,
        )

    @property
    def moment(self) -> datetime | None:
        """When it happened, as entered; None when that was left out or is not to be read."""
        return self.cleaned_data.get("happened_at")


class ReportForm(WhatHappened):
    """A new report: the same, with files, and the time said in a word."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=WHEN_CHOICES,
        initial="now",
        required=False,
        widget=forms.RadioSelect,
    )
    files = FilesField(label=_("Photos, recordings, documents"))  # type: ignore[assignment]
    photo = FilesField(label=_("Take a photo"), camera=True)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    SEVERE: ClassVar[dict[str, str]] = {kind.code: kind.severity for kind in KINDS.values()}

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        self.prepare(by)
        self.fields["client_id"].initial = uuid7

    @property
    def given_files(self) -> list[Any]:
        """All files, from the camera and from the store."""
        return [*self.cleaned_data["photo"], *self.cleaned_data["files"]]

    def to_report(self) -> Report:
        """The report; a form without an identifier gets a fresh one."""
        client_id: uuid.UUID = self.cleaned_data["client_id"] or uuid7()
        return self.report(client_id=client_id)

    @property
    def moment(self) -> datetime | None:
        """A time that was typed counts, whatever was tapped before."""
        typed = super().moment
        if typed is None and self.cleaned_data.get("when") == "hour":
            return now() - timedelta(hours=1)
        return typed

    def clean(self) -> dict[str, Any]:
        """At another time: then say which."""
        told = super().clean()
        if told.get("when") == "other" and not told.get("happened_at", True):
            self.add_error("happened_at", _("Say when it happened."))
        return told


class CorrectForm(WhatHappened, OfferForm):
    """The questions again, with what is known, and why it is corrected."""

    template = "incidents/forms/correct.html"

    reason = TextField(label=_("Why it is corrected"))

    KEPT: ClassVar[tuple[str, ...]] = (
        "what", "kind", "severity", "happened_at", "place", "lon", "lat", "injured", "dead",
        "damage",
    )  # fmt: skip

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        known = {name: getattr(target, name) for name in self.KEPT}
        options["initial"] = {**known, "region": target.region_id, **options.get("initial", {})}
        super().__init__(*given, by=by, target=target, **options)
        self.prepare(by, target.region)
        self.fields["severity"].choices = list(SEVERITIES.items())  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        return {"report": self.report(), "reason": self.cleaned_data["reason"]}
