"""What is asked when a handler writes a case down: a finding, or a report at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.fields import TextField
from sinergi.kernel.clock import local, now
from sinergi.neutrality import law
from sinergi.neutrality.actions.findings import Written
from sinergi.regions.models import Region

IDENTITY = ("name", "address", "phone", "email")


class FindingForm(forms.Form):
    """What was seen: the fields of a report, typed by a handler."""

    what = TextField(label=_("What happened"), rows=6)
    subject = forms.CharField(
        label=_("Whom it concerns, by post and office"), max_length=200,
        help_text=_("Post and office are enough; a name only where there is no other way."),
    )  # fmt: skip
    subject_kind = forms.ChoiceField(label=_("Kind of post"), required=False)
    day = forms.DateField(
        label=_("Day on which it happened"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    when = forms.CharField(label=_("At what time"), max_length=100, required=False)
    known_on = forms.DateField(
        label=_("Day on which it became known"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Village or district"), required=False)
    where = forms.CharField(label=_("Where exactly"), max_length=200, required=False)
    witnesses = TextField(label=_("Witnesses"), required=False)

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        fields: dict[str, Any] = self.fields
        kinds = [(code, row.title) for code, row in law.subjects().items()]
        fields["subject_kind"].choices = [("", _("Not known")), *kinds]
        levels = (Region.Level.DISTRICT, Region.Level.VILLAGE)
        places = Region.objects.within([by.operation.region_code]).filter(level__in=levels)
        rows = places.with_parent().order_by("code")
        fields["region"].choices = [
            ("", _("Not known")),
            *((row.pk, row.full_name) for row in rows),
        ]

    def clean(self) -> None:
        """No day lies ahead of us, and nobody knew of it before it happened."""
        today = local(now()).date()
        for name in ("day", "known_on"):
            if (told := self.cleaned_data.get(name)) and told > today:
                self.add_error(name, _("This day lies ahead of us."))
        day, known = self.cleaned_data.get("day"), self.cleaned_data.get("known_on")
        if day and known and known < day:
            self.add_error("known_on", _("It cannot have been known before it happened."))

    def written(self) -> Written:
        """What was typed, as the action takes it."""
        names = set(Written.__dataclass_fields__)
        return Written(**{n: v for n, v in self.cleaned_data.items() if n in names})


class CounterForm(FindingForm):
    """The same with the reporter's identity, as the law asks of a report."""

    name = forms.CharField(label=_("Name of the reporter"), max_length=120)
    address = TextField(label=_("Address of the reporter"), rows=2)
    phone = forms.CharField(label=_("Telephone of the reporter"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail of the reporter"), required=False)

    def identity(self) -> dict[str, Any]:
        """Who reports."""
        return {name: self.cleaned_data[name] for name in IDENTITY}
