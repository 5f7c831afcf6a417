"""What the actions of a commitment ask, and the filters of their list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.models import Post
from sinergi.commitments import actions, rules
from sinergi.commitments.models import Commitment
from sinergi.commitments.texts import Template, templates
from sinergi.followups.fields import MomentField, TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.kernel import evidence
from sinergi.kernel.clock import local, now
from sinergi.regions.models import under

NEXT_LEVELS = {"regency": ("regency", "district"), "district": ("district", "village")}
FILE_ATTRIBUTES = {"accept": evidence.accepted_types()}


class TextForm(OfferForm):
    """A text and what is filled into it."""

    template: ClassVar[str] = "commitments/forms/text.html"

    title = forms.CharField(label=_("Title"), max_length=200)
    text = TextField(
        label=_("Text"),
        rows=18,
        max_length=20_000,
        help_text=_(
            "Exactly this is signed. {election}, {region}, {date} and {place} are filled in when "
            "you save; the first lines up to an empty one are the heading."
        ),
    )
    place = forms.CharField(label=_("Place of signing"), max_length=150, required=False)
    held_on = forms.DateField(
        label=_("Day of signing"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DraftForm(TextForm):
    """A new text; the address proposes one to begin with."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Commitment.Kind.choices)
    template_code = forms.CharField(required=False, widget=forms.HiddenInput)
    replaces = forms.ModelChoiceField(
        queryset=Commitment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        options["initial"] = _beginning(options.get("initial") or {}, by)
        super().__init__(*given, by=by, target=target, **options)
        self.order_fields(["kind", "title", "text", "place", "held_on"])
        self.fields["replaces"].queryset = Commitment.objects.visible_to(by)  # type: ignore[attr-defined]

    @property
    def begun_with(self) -> Template | None:
        """The text that it began with."""
        return templates().get(str(self["template_code"].value() or ""))

    def arguments(self) -> dict[str, Any]:
        """The action's own arguments."""
        told = super().arguments()
        told["template"] = told.pop("template_code")
        return told


def _beginning(asked: Mapping[str, Any], by: Post) -> dict[str, Any]:
    """What stands in the form first: a template, or the commitment that is to be replaced."""
    known = templates().get(str(asked.get("template", "")))
    if known:
        return {
            "kind": known.kind,
            "title": known.title,
            "text": known.text,
            "template_code": known.code,
            "held_on": local(now()).date(),
        }
    old = _replaced(asked.get("replaces"), by)
    if old:
        return {
            "kind": old.kind,
            "title": old.title,
            "text": old.text,
            "place": old.place,
            "held_on": old.held_on,
            "replaces": old.pk,
        }
    return dict(asked)


def _replaced(key: Any, by: Post) -> Commitment | None:
    try:
        wanted = forms.UUIDField(required=False).clean(key)
    except forms.ValidationError:
        return None
    return Commitment.objects.visible_to(by).filter(pk=wanted).first() if wanted else None


class ChangeForm(TextForm):
    """The draft as it stands."""

    def __init__(self, *given: Any, by: Post, target: Commitment, **options: Any) -> None:
        now_there = {name: getattr(target, name) for name in ("title", "text", "place", "held_on")}
        options["initial"] = {**now_there, **(options.get("initial") or {})}
        super().__init__(*given, by=by, target=target, **options)


class NameForm(OfferForm):
    """Who is to sign."""

    template: ClassVar[str] = "commitments/forms/name.html"

    posts = forms.ModelMultipleChoiceField(
        label=_("Posts that sign in Sinergi"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = TextField(
        label=_("Others, who sign on paper"),
        required=False,
        rows=4,
        help_text=_(
            "One a line, by post and never by private name; after a semicolon the capacity: "
            "“Ketua Tim Pasangan Calon Nomor Urut 1; pihak yang berdeklarasi”."
        ),
    )
    capacity = forms.CharField(
        label=_("Capacity of all of them"),
        required=False,
        max_length=100,
        help_text=_("For example: witness, maker of the declaration."),
    )

    def __init__(self, *given: Any, by: Post, target: Commitment, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.fields["posts"].queryset = _posts_for(target)  # type: ignore[attr-defined]

    def clean_others(self) -> list[tuple[str, str]]:
        """(label, capacity) of each line."""
        pairs = (line.partition(";") for line in self.cleaned_data["others"].splitlines())
        return [(label.strip(), role.strip()) for label, _sign, role in pairs if label.strip()]

    def clean(self) -> dict[str, Any]:
        """Somebody must be named."""
        told = super().clean() or {}
        if not self.errors and not told.get("posts") and not told.get("others"):
            self.add_error("others", _("Choose a post, or write one."))
        return told


def _posts_for(commitment: Commitment) -> Any:
    """Posts in force at the level of the desk and the next below, not yet named."""
    levels = NEXT_LEVELS.get(commitment.desk.level, ("village",))
    named = commitment.signatories.filter(withdrawn_at=None, post__isnull=False)
    rows = Post.objects.in_force(local(now()).date()).filter(
        under("region_id", [commitment.region_id]),
        operation_id=commitment.operation_id,
        region__level__in=levels,
    )
    return rows.exclude(pk__in=named.values("post_id")).order_by("region_id", "title")


class ReasonForm(OfferForm):
    """Why."""

    reason = TextField(label=_("Why"), max_length=300)


class DriveForm(OfferForm):
    """For whom, and until when."""

    template: ClassVar[str] = "commitments/forms/name.html"

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of agency"),
        choices=kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    with_villages = forms.BooleanField(label=_("Every village, one unit each"), required=False)
    until = MomentField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """Somebody must be asked."""
        told = super().clean() or {}
        if not self.errors and not told.get("kinds") and not told.get("with_villages"):
            self.add_error("kinds", _("Choose kinds of agency, or the villages."))
        return told


class PaperForm(OfferForm):
    """The scan of a signed sheet."""

    scan = forms.FileField(
        label=_("Photo or scan of the signed sheet"),
        widget=forms.ClearableFileInput(attrs=FILE_ATTRIBUTES),
    )
    digest = forms.CharField(
        label=_("Digest printed on the sheet"),
        max_length=100,
        help_text=_("All 64 characters; so it is sure that this very text was signed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    witness = forms.CharField(
        label=_("Who saw it being signed"), max_length=150, help_text=_("By post.")
    )


class PledgeForm(OfferForm):
    """How many of how many."""

    staff = forms.IntegerField(label=_("How many work in the unit"), min_value=1, max_value=100_000)
    signed = forms.IntegerField(label=_("How many have signed"), min_value=0, max_value=100_000)
    scan = forms.FileField(
        label=_("Photo or scan of the signed list"),
        required=False,
        widget=forms.ClearableFileInput(attrs=FILE_ATTRIBUTES),
    )

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        report = getattr(target, "report", None)
        if report:
            told = {"staff": report.staff, "signed": report.signed}
            options["initial"] = {**told, **(options.get("initial") or {})}
        super().__init__(*given, by=by, target=target, **options)


class SignForm(forms.Form):
    """A signature: what was read, how it is drawn or typed, and the second factor."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    strokes = forms.JSONField(required=False, widget=forms.HiddenInput)
    typed = forms.CharField(
        label=_("Or type your name instead"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-typed-name": ""}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """There must be something to see."""
        told = super().clean() or {}
        if not told.get("strokes") and not told.get("typed", "").strip():
            self.add_error("typed", _("Draw your signature, or type your name."))
        return told


class CompareForm(forms.Form):
    """A file, a digest or a text in somebody's hand."""

    file = forms.FileField(label=_("The PDF that you received"), required=False)
    digest = forms.CharField(label=_("Or a digest"), max_length=100, required=False)
    text = TextField(
        label=_("Or the text itself"), required=False, rows=4, max_length=40_000, strip=False
    )


class FilterForm(forms.Form):
    """Which commitments are listed."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Commitment.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *Commitment.State.choices], required=False
    )

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)


DRAFT = Offer(
    "new", actions.draft_commitment, DraftForm,
    _("Kept as a draft. Now name who is to sign."), "signature",
)  # fmt: skip
OFFERS = (
    Offer("name", actions.name_signatories, NameForm, _("Named."), "user-plus"),
    Offer("open", actions.open_for_signing, OfferForm,
          _("Open. It waits on the desks of those who are named."), "writing-sign"),
    Offer("drive", actions.start_drive, DriveForm,
          _("The pledge drive has begun; every unit was asked."), "users-group", tone="secondary"),
    Offer("change", actions.change_commitment, ChangeForm, _("Changed."), "edit",
          tone="secondary", careful=True),
    Offer("close", actions.close_signing, OfferForm,
          _("Closed. The document was issued."), "certificate"),
    Offer("withdraw", actions.withdraw_commitment, ReasonForm,
          _("Withdrawn; its page says why."), "circle-x", tone="danger"),
)  # fmt: skip
OF_SIGNATORY = (
    Offer("paper", actions.record_paper_signature, PaperForm, _("Kept."), "file-certificate"),
    Offer("withdraw", actions.withdraw_signatory, ReasonForm, _("Withdrawn."),
          icon="user-minus", tone="secondary"),
    Offer("pledges", actions.report_pledges, PledgeForm, _("Reported. Thank you."),
          "clipboard-check"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)
SIGNATORY_BY_SLUG = by_slug(OF_SIGNATORY)
CODE_MINUTES = int(rules.CODE_LIFE.total_seconds() // 60)
