"""What the actions of the register ask, and the filters of its list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.fields import MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.kernel.clock import local, midnight, now
from sinergi.regions.models import Region
from sinergi.risk.actions import RiskTold
from sinergi.risk.library import kind_choices, risk_kinds, suggestions
from sinergi.risk.models.register import Risk
from sinergi.risk.queries import register as queries
from sinergi.stages.models import Stage

LIKELIHOODS = (
    (1, _("1 · hardly")),
    (2, _("2 · perhaps")),
    (3, _("3 · quite possible")),
    (4, _("4 · likely")),
    (5, _("5 · almost sure")),
)
IMPACTS = (
    (1, _("1 · hardly felt")),
    (2, _("2 · in one hamlet or station")),
    (3, _("3 · in the whole village")),
    (4, _("4 · beyond the village, or voting is disturbed")),
    (5, _("5 · voting stops, or somebody is hurt")),
)
REVIEW_IN = timedelta(days=7)  # what is proposed


def number_choice(label: Any, choices: Any) -> forms.TypedChoiceField:
    """One of the five steps, with its words."""
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, widget=forms.RadioSelect
    )


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **options})


def _in_a_week() -> date:
    return local(now()).date() + REVIEW_IN


class _ToldForm(OfferForm):
    """Kind, words and stage."""

    template = "risk/fields.html"

    kind = forms.ChoiceField(label=_("Kind of risk"))
    title = forms.CharField(
        label=_("What may happen"), max_length=200,
        help_text=_("In one sentence. Name no person, religion or candidate."),
    )  # fmt: skip
    description = TextField(
        label=_("On what that rests"), required=False, rows=3, max_length=2_000,
        help_text=_("What was seen or heard, and what would set it off."),
    )  # fmt: skip
    stage = forms.ModelChoiceField(
        label=_("Stage in which it may happen"), queryset=Stage.objects.none(), required=False,
        empty_label=_("Any time"),
    )  # fmt: skip

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        stages = Stage.objects.filter(operation_id=by.operation_id).main().order_by("order")
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]

    def told(self, likelihood: int, impact: int) -> RiskTold:
        """What the action takes."""
        names = ("kind", "title", "description", "stage")
        said = {name: self.cleaned_data[name] for name in names}
        return RiskTold(**said, likelihood=likelihood, impact=impact)


class OpenForm(_ToldForm):
    """All that a new risk needs."""

    likelihood = number_choice(_("How likely is it?"), LIKELIHOODS)
    impact = number_choice(_("How grave would it be?"), IMPACTS)
    review_on = DayField(label=_("When to look at it again"), initial=_in_a_week)

    def arguments(self) -> dict[str, Any]:
        """The action's own arguments."""
        said = self.cleaned_data
        told = self.told(said["likelihood"], said["impact"])
        return {"told": told, "review_on": said["review_on"]}


class ReviseForm(_ToldForm):
    """The words of a risk."""

    stands: ClassVar[tuple[str, ...]] = ("kind", "title", "description", "stage")

    def arguments(self) -> dict[str, Any]:
        """How grave it is stays as it is."""
        return {"told": self.told(self.target.likelihood, self.target.impact)}


class _JudgedForm(OfferForm):
    """How likely and grave it is now, and when to look again."""

    template = "risk/fields.html"
    stands: ClassVar[tuple[str, ...]] = ("likelihood", "impact")

    likelihood = number_choice(_("How likely is it now?"), LIKELIHOODS)
    impact = number_choice(_("How grave would it be?"), IMPACTS)
    review_on = DayField(label=_("When to look at it again"), initial=_in_a_week)


class ReviewForm(_JudgedForm):
    """And what was found."""

    remark = TextField(label=_("What you found"), max_length=2_000)


class MitigateForm(_JudgedForm):
    """And what came of the measures."""

    result = TextField(label=_("What was done, and what came of it"), max_length=2_000)


class ReopenForm(_JudgedForm):
    """And why."""

    remark = TextField(label=_("Why it is there again"), max_length=2_000)


class AcceptForm(OfferForm):
    """Why nothing more is done."""

    result = TextField(label=_("Why it is accepted as it is"), max_length=2_000)
    review_on = DayField(label=_("When to look at it again"), initial=_in_a_week)


class CloseForm(OfferForm):
    """What came of it."""

    result = TextField(label=_("What came of it"), max_length=2_000)


class MeasureForm(OfferForm):
    """What is asked, of whom, until when. An address may name a suggestion of the library."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    to = forms.ChoiceField(label=_("Asked of"))
    due_at = MomentField(label=_("Until"))
    detail = TextField(label=_("Details"), required=False, rows=3, max_length=2_000)
    evidence_asked = forms.CharField(
        label=_("Evidence asked"), max_length=300, required=False,
        help_text=_("For instance: photo, attendance list, signed agreement."),
    )  # fmt: skip
    suggestion = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *given: Any, by: Post, target: Risk, **options: Any) -> None:
        asked = (options.get("initial") or {}).get("suggestion", "")
        options["initial"] = _proposed(target, asked) | (options.get("initial") or {})
        super().__init__(*given, by=by, target=target, **options)
        groups = queries.owners_for(target)
        self.fields["to"].choices = [("", _("Choose")), *groups]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The owner itself in the place of its key."""
        told = super().arguments()
        return told | {"to": queries.owner_of(self.target, told["to"])}


def _proposed(risk: Risk, code: str) -> dict[str, Any]:
    """What a suggestion fills in: its words, its usual owner, and its days."""
    row = next((one for one in suggestions() if one.code == code), None)
    if row is None:
        return {"due_at": _end_of_day(3)}
    owner = queries.usual_owner(risk, row.owner)
    return {
        "title": row.titles[0],
        "detail": row.details[0],
        "to": f"agency:{owner.pk}" if owner else "",
        "due_at": _end_of_day(row.days),
    }


def _end_of_day(days: int) -> Any:
    """Four in the afternoon, so many days from now."""
    return midnight(local(now()).date() + timedelta(days=days)) + timedelta(hours=16)


class WhereForm(forms.Form):
    """Of which place a new risk is."""

    region = forms.ModelChoiceField(
        label=_("Where"), queryset=Region.objects.none(), to_field_name="code"
    )

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["region"].queryset = Region.objects.within(by.prefixes).with_parent()  # type: ignore[attr-defined]


class RegisterFilterForm(forms.Form):
    """Which risks are listed; every choice is in the address."""

    kind = forms.ChoiceField(label=_("Kind of risk"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    grade = forms.ChoiceField(label=_("How grave"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        kinds = [(code, kind.title) for code, kind in risk_kinds().items()]
        states = [*Risk.State.choices, *queries.CONDITIONS.items()]
        grades = [(code, GRADE_TITLES[code]) for code in queries.GRADES]
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("Not closed")), *states]  # type: ignore[attr-defined]
        self.fields["grade"].choices = [("", _("All")), *grades]  # type: ignore[attr-defined]


GRADE_TITLES: dict[str, Any] = {
    "critical": _("Critical (16–25)"),
    "high": _("High (10–15)"),
    "medium": _("Medium (5–9)"),
    "low": _("Low (1–4)"),
}
