"""What the actions of a follow-up ask, and the filters of their list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups import actions
from sinergi.followups.fields import TextField
from sinergi.followups.models import Followup
from sinergi.followups.offers import Offer, OfferForm, by_slug


class RefuseForm(OfferForm):
    """Why not."""

    reason = TextField(label=_("Why it is refused"))


class ReportForm(OfferForm):
    """What came of it."""

    answer = TextField(label=_("What was done, or what was answered"), rows=5)


class ReturnForm(OfferForm):
    """What is missing."""

    reason = TextField(label=_("What is still missing"))


OFFERS = (
    Offer("accept", actions.accept, OfferForm, _("Accepted. It waits on your desk."), "check"),
    Offer("report", actions.report_done, ReportForm, _("Reported. Whoever asked will judge it."),
          "message"),
    Offer("close", actions.close, OfferForm, _("Closed."), "circle-check"),
    Offer("return", actions.send_back, ReturnForm, _("Returned for more."), "arrow-back-up",
          tone="secondary"),
    Offer("refuse", actions.refuse, RefuseForm, _("Refused; whoever asked sees why."), "circle-x",
          tone="danger"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)


class FilterForm(forms.Form):
    """Which follow-ups are listed; every choice is in the address."""

    SIDES: ClassVar[list[tuple[str, Any]]] = [
        ("", _("All I may see")),
        ("us", _("Asked of us")),
        ("ours", _("Asked by us")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("", _("All")),
        ("open", _("Open")),
        ("overdue", _("Overdue")),
        *Followup.State.choices,
    ]

    side = forms.ChoiceField(label=_("Which"), choices=SIDES, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Followup.Kind.choices], required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), empty_label=_("All"), required=False
    )

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        asked = Agency.objects.visible_to(by).filter(followups__isnull=False).distinct()
        self.fields["agency"].queryset = asked  # type: ignore[attr-defined]

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)
