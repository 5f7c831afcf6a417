"""What the actions of the library ask, and the filters of its list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.models import Post
from sinergi.followups.fields import TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.library import actions
from sinergi.library.models import Entry
from sinergi.stages.models import Stage

ACCEPTED = {"accept": "application/pdf,image/*"}


class FileField(forms.FileField):
    """A PDF or a picture."""

    def __init__(self, **options: Any) -> None:
        widget = forms.ClearableFileInput(attrs=ACCEPTED)
        super().__init__(**{"widget": widget, "label": _("File (PDF or picture)"), **options})


class AboutForm(OfferForm):
    """What an entry is, and for whom."""

    title = forms.CharField(label=_("Title"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=Entry.Kind.choices)
    summary = TextField(
        label=_("In short: what is in it, when it is needed"), max_length=2_000, required=False
    )
    stage = forms.ModelChoiceField(
        label=_("Stage"), queryset=Stage.objects.none(), required=False, empty_label=_("All stages")
    )
    agency_kinds = forms.MultipleChoiceField(
        label=_("For which agencies"),
        choices=kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )
    must_read = forms.BooleanField(
        label=_("Must be read"),
        required=False,
        help_text=_("It lies on everybody's desk until she says that she has read it."),
    )

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        stages = Stage.objects.visible_to(by).main()
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]


class PublishForm(AboutForm):
    """A new entry with its file."""

    file = FileField()

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.order_fields(["title", "kind", "file", "summary", "stage"])


class ChangeForm(AboutForm):
    """The entry as it stands."""

    def __init__(self, *given: Any, by: Post, target: Entry, **options: Any) -> None:
        names = ("title", "kind", "summary", "stage", "agency_kinds", "must_read")
        there = {name: getattr(target, name) for name in names}
        options["initial"] = {**there, **(options.get("initial") or {})}
        super().__init__(*given, by=by, target=target, **options)


class VersionForm(OfferForm):
    """A new file, and what changed."""

    file = FileField()
    changed = forms.CharField(label=_("What changed"), max_length=300)


class WithdrawForm(OfferForm):
    """Why."""

    reason = TextField(label=_("Why"), max_length=300)


class FilterForm(forms.Form):
    """Which entries are listed."""

    words = forms.CharField(label=_("Words"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Entry.Kind.choices], required=False
    )
    stage = forms.ModelChoiceField(
        label=_("Stage"), queryset=Stage.objects.none(), required=False, empty_label=_("All")
    )
    agency_kind = forms.ChoiceField(
        label=_("For agency"), choices=[("", _("All")), *kind_choices()], required=False
    )
    unread = forms.BooleanField(label=_("Only what I have not read"), required=False)

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        stages = Stage.objects.visible_to(by).main()
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)


PUBLISH = Offer("publish", actions.publish_entry, PublishForm, _("Published."), "upload")
OFFERS = (
    Offer("version", actions.publish_version, VersionForm,
          _("Published; everybody is asked to read it anew."), icon="file-plus"),
    Offer("change", actions.change_entry, ChangeForm, _("Changed."), "edit", tone="secondary",
          careful=True),
    Offer("withdraw", actions.withdraw_entry, WithdrawForm, _("Withdrawn."), "circle-x",
          tone="danger"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)
