"""What drafting, approving, updating and ending an alert asks; what a rule says and is tried on."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.agencies.queries.people import places_of
from sinergi.agencies.roles import ROLES
from sinergi.alerts.models import AlertRule
from sinergi.alerts.warning.catalogue import CONDITIONS, Parameter
from sinergi.alerts.warning.drafting import LONGEST_HEADLINE, Draft, RulePlan
from sinergi.alerts.warning.permissions import touches
from sinergi.alerts.warning.vocabulary import CERTAINTIES, REACH, SEVERITIES, URGENCIES
from sinergi.followups.fields import TextField
from sinergi.followups.offers import OfferForm

LONGEST = 2_000  # characters
HEARING = [(code, role.title) for code, role in ROLES.items()
           if role.may("read") or role.may("report")]  # fmt: skip


def _headline(**options: Any) -> forms.CharField:
    return forms.CharField(label=_("Headline"), max_length=LONGEST_HEADLINE, **options)


def _several(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    box = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=box, **options)


def _hours(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=168, initial=12)


class AddressedForm(OfferForm):
    """How serious it is, and whom it reaches: the same of a draft and of a rule."""

    severity = forms.ChoiceField(
        label=_("How serious"), choices=list(SEVERITIES.items()), initial="Moderate"
    )
    urgency = forms.ChoiceField(
        label=_("How soon to act"), choices=list(URGENCIES.items()), initial="Expected"
    )
    certainty = forms.ChoiceField(
        label=_("How sure"), choices=list(CERTAINTIES.items()), initial="Observed"
    )
    reach = _several(_("Whom it reaches"), list(REACH.items()), initial=["place", "regency"])
    roles = _several(
        _("Only these roles"), HEARING, required=False,
        help_text=_("None chosen: all who sit at these desks. A role that sits at no desk, such "
                    "as the regent, is reached only when chosen."),
    )  # fmt: skip
    lasts = _hours(_("Holds for how many hours"))

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page groups them: what, how serious, to whom."""
        serious, reached = ("severity", "urgency", "certainty", "lasts"), ("reach", "roles")
        own = [name for name in self.fields if name not in (*serious, *reached, *self.last)]
        return [
            (self.first_title, [self[name] for name in own if not self[name].is_hidden]),
            (_("How serious"), [self[name] for name in serious]),
            (_("To whom"), [self[name] for name in (*reached, *self.last)]),
        ]

    template = "alerts/warning/addressed_form.html"
    first_title: ClassVar[Any] = _("What is said")
    last: ClassVar[tuple[str, ...]] = ()


class PlaceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place of hers, named with its district."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class DraftForm(AddressedForm):
    """An alert by hand."""

    region = PlaceChoice(label=_("Place"), queryset=None, empty_label=_("Choose the place"))
    event = forms.CharField(
        label=_("What is going on"), max_length=120, help_text=_("For example: massa berkumpul.")
    )
    headline = _headline(help_text=_("What is read first, also on a locked phone. No names."))
    description = TextField(label=_("What is known"), max_length=LONGEST, required=False)
    instruction = TextField(label=_("What to do"), max_length=LONGEST, required=False)

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        rows = places_of(by)
        field: Any = self.fields["region"]
        field.queryset = rows.filter(pk__in=[r.pk for r in rows if touches(by, r.pk)])

    def arguments(self) -> dict[str, Any]:
        """The place, and the draft."""
        told = super().arguments()
        return {"region": told.pop("region"), "draft": Draft(**told)}


class ApproveForm(OfferForm):
    """The words, to be mended before they go out."""

    stands: ClassVar[tuple[str, ...]] = ("headline", "description", "instruction")

    headline = _headline()
    description = TextField(label=_("What is known"), max_length=LONGEST, required=False)
    instruction = TextField(label=_("What to do"), max_length=LONGEST, required=False)


class UpdateForm(ApproveForm):
    """The new words, and whether all must answer anew."""

    lasts = _hours(_("Holds from now for how many hours"))
    again = forms.BooleanField(label=_("Everybody must say anew that she knows"), required=False)


class EndForm(OfferForm):
    """Why it ends."""

    reason = TextField(label=_("Why"), max_length=500)


class TryForm(OfferForm):
    """How far back it is tried."""

    days = forms.IntegerField(label=_("How many days back"), min_value=1, max_value=90, initial=28)


class RuleForm(AddressedForm):
    """A rule: the fields of its condition, and what is said when it holds."""

    first_title = _("What it watches for, and what is said")
    last = ("automatic", "cooldown")

    condition = forms.ChoiceField(
        choices=[(c.code, c.title) for c in CONDITIONS.values()], widget=forms.HiddenInput
    )
    headline = _headline(help_text=_("{tempat}, {jumlah} and {keadaan} are filled in."))
    instruction = TextField(label=_("What to do"), max_length=LONGEST, required=False)
    automatic = forms.BooleanField(
        label=_("Send at once, without an approval"), required=False,
        help_text=_("Only for rules whose trial showed no false alarm."),
    )  # fmt: skip
    cooldown = forms.IntegerField(
        label=_("Rest after its end, in minutes"), min_value=0, max_value=10_080, initial=360,
        help_text=_("What comes back within that time is the same situation: nobody is told anew."),
    )  # fmt: skip

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        rule = target if isinstance(target, AlertRule) else None
        if rule is not None:
            names = [one.name for one in fields(RulePlan) if one.name != "parameters"]
            known = {name: getattr(rule, name) for name in names} | rule.parameters
            options["initial"] = known | (options.get("initial") or {})
        super().__init__(*given, by=by, target=target, **options)
        chosen = rule.condition if rule else self._chosen()
        self.asked = CONDITIONS.get(chosen, CONDITIONS["incidents"])
        self.initial["condition"] = self.asked.code
        added = {one.code: _field_of(one) for one in self.asked.parameters}
        self.fields = {**added, **self.fields}

    def _chosen(self) -> str:
        sent = self.data.get("condition") if self.is_bound else self.initial.get("condition")
        return str(sent or "")

    def arguments(self) -> dict[str, Any]:
        """The plan."""
        told = super().arguments()
        asked = {one.code: told.pop(one.code) for one in self.asked.parameters}
        return {"plan": RulePlan(**{**told, "condition": self.asked.code, "parameters": asked})}


def _field_of(one: Parameter) -> forms.Field:
    """How a form asks for it."""
    if one.several:
        return _several(one.label, list((one.choices or {}).items()), required=False)
    if one.choices is not None:
        options = list(one.choices.items())
        return forms.ChoiceField(label=one.label, choices=options, initial=one.default)
    return forms.IntegerField(
        label=one.label, min_value=one.least, max_value=one.most, initial=one.default
    )
