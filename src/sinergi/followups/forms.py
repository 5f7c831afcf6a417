"""What the actions of a follow-up ask, and the filters of their list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups import actions
from sinergi.followups.fields import FilesField, MomentField, TextField
from sinergi.followups.models import Followup
from sinergi.followups.offers import Offer, OfferForm, by_slug


class RefuseForm(OfferForm):
    """Why not."""

    reason = TextField(label=_("Why it is refused"))


class ReportForm(OfferForm):
    """What came of it, and what shows it."""

    answer = TextField(label=_("What was done, or what was answered"), rows=5)
    files = FilesField(  # type: ignore[assignment]
        label=_("Evidence"),
        help_text=_("Photos, recordings or PDF; they are kept as received."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if self.target.evidence_asked:
            self.fields["files"].help_text = _("Asked as evidence: %(what)s") % {
                "what": self.target.evidence_asked
            }


class ReturnForm(OfferForm):
    """What is missing."""

    reason = TextField(label=_("What is still missing"))
    due_at = MomentField(
        label=_("New due time"), required=False, help_text=_("Empty: it stays as it is.")
    )


class PostponeForm(OfferForm):
    """Until when, and why."""

    due_at = MomentField(label=_("New due time"))
    reason = TextField(label=_("Why the time changes"))


class WithdrawForm(OfferForm):
    """Why it is no longer asked."""

    reason = TextField(label=_("Why it is withdrawn"))


class WordForm(OfferForm):
    """A word on the way."""

    text = TextField(label=_("What you want to say"), max_length=2000)


class EvidenceForm(OfferForm):
    """More files."""

    files = FilesField(label=_("Files"), required=True)  # type: ignore[assignment]
    caption = forms.CharField(label=_("What they show"), required=False, max_length=200)


def _add_files(by: Post, followup: Followup, *, files: list[Any], caption: str) -> None:
    for file in files:
        actions.add_followup_evidence(by, followup, file=file, caption=caption)


OFFERS = (
    Offer("accept", actions.accept, OfferForm, _("Accepted. It waits on your desk."), "check"),
    Offer("report", actions.report_done, ReportForm, _("Reported. Whoever asked will judge it."),
          "message"),
    Offer("close", actions.close, OfferForm, _("Closed."), "circle-check"),
    Offer("return", actions.send_back, ReturnForm, _("Returned for more."), "arrow-back-up",
          tone="secondary"),
    Offer("refuse", actions.refuse, RefuseForm, _("Refused; whoever asked sees why."), "circle-x",
          tone="danger"),
    Offer("evidence", _add_files, EvidenceForm, _("Kept."), "photo",
          action=actions.add_followup_evidence, tone="secondary"),
    Offer("word", actions.add_word, WordForm, _("Said."), "messages", tone="secondary"),
    Offer("postpone", actions.postpone, PostponeForm, _("The time was changed."), "calendar-event",
          tone="secondary"),
    Offer("withdraw", actions.withdraw, WithdrawForm, _("Withdrawn."), "circle-x",
          tone="secondary"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)


class FilterForm(forms.Form):
    """Which follow-ups are listed; every choice is in the address."""

    SIDES: ClassVar[list[tuple[str, Any]]] = [
        ("", _("All I may see")),
        ("us", _("Asked of us")),
        ("ours", _("Asked by us")),
        ("climbed", _("Climbed to us")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("", _("All")),
        ("open", _("Open")),
        ("overdue", _("Overdue")),
        ("climbed", _("Overdue and climbed")),
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
    # Where a figure of the picture leads: what one desk, or a body outside the house, owes.
    desk = forms.UUIDField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        asked = Agency.objects.visible_to(by).filter(followups__isnull=False).distinct()
        self.fields["agency"].queryset = asked  # type: ignore[attr-defined]

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)
