"""What a review asks: what it is about, what somebody saw, a lesson, and the end."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk
from sinergi.briefing.actions import reviews as actions
from sinergi.briefing.models import ReviewNote
from sinergi.followups.fields import MomentField, TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.incidents.models import Incident
from sinergi.regions.models import Region, under
from sinergi.stages.models import Stage


class OpenReviewForm(OfferForm):
    """A case by its number, a stage, or neither: then a span in a place. `target` is the desk."""

    title = forms.CharField(label=_("What is reviewed"), max_length=200)
    question = TextField(label=_("What is to be found out"), required=False)
    incident = forms.CharField(
        label=_("Number of the incident"),
        max_length=40,
        required=False,
        help_text=_("Of a review of one incident; its span then follows from it."),
    )
    stage = forms.ModelChoiceField(
        label=_("Stage of the election"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("None"),
        to_field_name="code",
    )
    region = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=_("The whole area of the desk"),
    )
    since = MomentField(
        label=_("From"), required=False, help_text=_("Empty: as the incident or stage says.")
    )
    until = MomentField(label=_("Until"), required=False, help_text=_("Empty: until now."))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        stages = Stage.objects.visible_to(self.by).filter(starts_on__isnull=False)
        self.fields["stage"].queryset = stages.main()  # type: ignore[attr-defined]
        places = Region.objects.with_parent().filter(under("code", [self.target.region_id]))
        rows = places.filter(level="district").order_by("code")
        self.fields["region"].queryset = rows  # type: ignore[attr-defined]

    def standing(self) -> dict[str, Any]:
        """Nothing stands: a review begins here."""
        return {}

    def clean_incident(self) -> Incident | None:
        """The case of that number (or key), among those that she may see."""
        told = self.cleaned_data["incident"].strip()
        if not told:
            return None
        rows = Incident.objects.visible_to(self.by).select_related("region")
        found = rows.filter(**_named(told)).first()
        if found is None:
            raise forms.ValidationError(_("There is no such case, or it is not yours to see."))
        return found


def _named(told: str) -> dict[str, Any]:
    try:
        return {"pk": uuid.UUID(told)}
    except ValueError:
        return {"number__iexact": told}


class ReviewNoteForm(OfferForm):
    """What somebody saw."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=ReviewNote.Kind.choices, widget=forms.RadioSelect
    )
    text = TextField(label=_("What you saw"), max_length=4000)


class LessonForm(OfferForm):
    """What is to be done otherwise, by whom, until when."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    to = forms.ChoiceField(label=_("By whom"))
    due_at = MomentField(label=_("Until when"))
    detail = TextField(label=_("More about it"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        desk = self.target.desk
        agencies = Agency.objects.visible_to(self.by).order_by("name")
        desks = Desk.objects.filter(under("region_id", [desk.region_id]))
        desks = desks.filter(operation_id=desk.operation_id).order_by("region_id")
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            (_("Agencies"), [(f"agency:{pk}", n) for pk, n in agencies.values_list("pk", "name")]),
            (_("Desks"), [(f"desk:{pk}", name) for pk, name in desks.values_list("pk", "name")]),
        ]

    def clean_to(self) -> Agency | Desk:
        """The agency or desk that was chosen."""
        kind, _sep, key = self.cleaned_data["to"].partition(":")
        rows: Any = Agency.objects if kind == "agency" else Desk.objects
        found: Agency | Desk = rows.select_related("region").get(pk=key)
        return found


class CloseReviewForm(OfferForm):
    """What was found."""

    conclusion = TextField(label=_("What was found"), rows=6)


OPEN = Offer(
    "open", actions.open_review, OpenReviewForm, _("The review is open."), "search"
)  # fmt: skip
OFFERS = (
    Offer("note", actions.note_in_review, ReviewNoteForm, _("Kept."), "message",
          tone="primary"),
    Offer("lesson", actions.draw_lesson, LessonForm, _("Drawn; its owner was asked."),
          "list-check", tone="secondary"),
    Offer("close", actions.close_review, CloseReviewForm, _("Closed; its paper is issued."),
          "circle-check", tone="secondary"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)
