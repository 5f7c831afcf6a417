"""What setting a requirement asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.models import Post
from sinergi.followups.fields import TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.kernel.models import Operation
from sinergi.readiness import actions
from sinergi.readiness.models import LEVELS, TOPICS, Requirement
from sinergi.stages.models import Stage

LONGEST_ASK = 2_000  # characters


class RequirementForm(OfferForm):
    """All that is said of a requirement. The English texts may be left empty."""

    title_id = forms.CharField(label=_("What must be ready"), max_length=150)
    asks_id = TextField(label=_("What exactly is asked"), max_length=LONGEST_ASK)
    proof_id = forms.CharField(label=_("Evidence asked for"), max_length=200, required=False)
    stage = forms.ModelChoiceField(label=_("Before which stage"), queryset=Stage.objects.none())
    lead_days = forms.IntegerField(
        label=_("How many days before it"), min_value=0, max_value=365, initial=7
    )
    agency_kind = forms.ChoiceField(label=_("Of which agencies"), choices=kind_choices)
    agency_name = forms.CharField(
        label=_("Only those whose name begins with"), max_length=60, required=False,
        help_text=_("For example BPBD, among the regional agencies."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("In each"), choices=list(LEVELS.items()))
    topic = forms.ChoiceField(label=_("Topic"), choices=list(TOPICS.items()))
    grounds = forms.ChoiceField(
        label=_("On what it rests"), choices=Requirement.Grounds.choices,
        initial=Requirement.Grounds.PRACTICE,
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=150, required=False)
    asks_en = TextField(label=_("In English"), max_length=LONGEST_ASK, required=False)
    proof_en = forms.CharField(label=_("Evidence in English"), max_length=200, required=False)

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        if isinstance(target, Requirement):
            known = {name: getattr(target, name) for name in COLUMNS} | {"stage": target.stage_id}
            options["initial"] = known | (options.get("initial") or {})
        super().__init__(*given, by=by, target=target, **options)
        stages = Stage.objects.filter(operation_id=by.operation_id).order_by("order")
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The columns, as one argument; the code apart."""
        told = super().arguments()
        code = {"code": told.pop("code")} if "code" in told else {}
        return {**code, "told": told}


COLUMNS = tuple(name for name in RequirementForm.base_fields if name not in ("seen", "stage"))


class AddForm(RequirementForm):
    """With the code by which it is called."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Short, without spaces: desa-genset.")
    )


def _ship(by: Post, operation: Operation) -> Operation:
    """The shipped set, and the items that follow from it."""
    done = actions.ship_requirements(by, operation)
    actions.generate_items(by, operation)
    return done


ADD = Offer("add", actions.add_requirement, AddForm, _("Added; its items are there."), "plus")
OFFERS = (
    Offer("change", actions.change_requirement, RequirementForm,
          _("Changed; its items follow."), "edit", careful=True),
    Offer("withdraw", actions.withdraw_requirement, OfferForm,
          _("Withdrawn. What was reported stays to be seen."), "circle-x", tone="danger"),
    Offer("restore", actions.restore_requirement, OfferForm, _("It is asked again."),
          "arrow-back-up", tone="secondary"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)
SET_OFFERS = (
    Offer("ship", _ship, OfferForm, _("The shipped set is taken over."), "download",
          action=actions.ship_requirements),
    Offer("generate", actions.generate_items, OfferForm, _("The list is up to date."), "refresh",
          tone="secondary"),
)  # fmt: skip
SET_BY_SLUG = by_slug(SET_OFFERS)
