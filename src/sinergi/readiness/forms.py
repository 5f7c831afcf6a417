"""What the actions of an item ask, and the filters of the lists."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups.fields import FilesField, MomentField, TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.kernel.clock import now
from sinergi.readiness import actions
from sinergi.readiness.models import LEVELS, STANDING_TITLES, TOPICS, ReadinessItem
from sinergi.readiness.queries.desk import end_of_due_day
from sinergi.readiness.queries.items import helpers_for
from sinergi.readiness.words import SHORT_KINDS
from sinergi.stages.models import Stage

LONGEST = 2_000  # characters of a note
SOONEST = timedelta(days=3)  # what is proposed as time for a follow-up, at least
CONDITION_TITLES = {
    "gap": _("Still owed"),
    "open": _("Not confirmed"),
    "overdue": _("Overdue"),
}


if TYPE_CHECKING:
    _AgencyField = forms.ModelChoiceField[Agency]
else:
    _AgencyField = forms.ModelChoiceField


class AgencyChoice(_AgencyField):
    """One of the agencies that are responsible for the place."""

    def offer(self, item: ReadinessItem) -> None:
        """Offer those, and no other."""
        found = [agency.pk for agency in helpers_for(item)]
        self.queryset = Agency.objects.filter(pk__in=found).order_by("kind", "name")


class ReportForm(OfferForm):
    """How it stands, what is missing, who could help, and what shows it."""

    template = "readiness/report_fields.html"

    state = forms.ChoiceField(
        label=_("How it stands"), choices=ReadinessItem.State.choices, widget=forms.RadioSelect
    )
    missing = TextField(label=_("What is missing"), required=False, rows=2, max_length=LONGEST,
                        help_text=_("Needed when it is blocked."))  # fmt: skip
    helper = AgencyChoice(label=_("Who could help"), queryset=Agency.objects.none(), required=False,
                          empty_label=_("Nobody named"))  # fmt: skip
    note_text = TextField(label=_("Note"), required=False, rows=2, max_length=LONGEST)
    files = FilesField(label=_("Evidence: photos or PDF"))  # type: ignore[assignment]

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        known = {"state": target.state, "missing": target.missing, "helper": target.helper_id,
                 "note_text": target.note}  # fmt: skip
        options["initial"] = known | (options.get("initial") or {})
        super().__init__(*given, by=by, target=target, **options)
        self.fields["helper"].offer(target)  # type: ignore[attr-defined]
        if target.requirement.proof:
            self.fields["files"].help_text = target.requirement.proof


class ConfirmForm(OfferForm):
    """That it is so; a word with it if one likes."""

    remark = TextField(label=_("Remark"), required=False, rows=2, max_length=LONGEST)


class ReturnForm(OfferForm):
    """What is still missing."""

    remark = TextField(label=_("What is still missing"), rows=3, max_length=LONGEST)


class FollowupForm(OfferForm):
    """Of whom it is asked, what, and until when."""

    to = AgencyChoice(label=_("Asked of"), queryset=Agency.objects.none())
    title = forms.CharField(label=_("What is asked"), max_length=200)
    detail = TextField(label=_("Details"), required=False, rows=3, max_length=LONGEST)
    due_at = MomentField(label=_("Until"))

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        known = {"to": target.helper_id or target.agency_id, "title": target.requirement.title,
                 "detail": target.missing, "due_at": _until(target)}  # fmt: skip
        options["initial"] = known | (options.get("initial") or {})
        super().__init__(*given, by=by, target=target, **options)
        self.fields["to"].offer(target)  # type: ignore[attr-defined]


def _until(item: ReadinessItem) -> datetime:
    """When it is due; when that is past or near, in some days."""
    soonest = now() + SOONEST
    due = end_of_due_day(item)
    return max(due, soonest) if due else soonest


def _confirm(by: Post, item: ReadinessItem, *, remark: str) -> ReadinessItem:
    return actions.check_readiness(by, item, confirmed=True, remark=remark)


def _send_back(by: Post, item: ReadinessItem, *, remark: str) -> ReadinessItem:
    return actions.check_readiness(by, item, confirmed=False, remark=remark)


CHECK = actions.check_readiness
OFFERS = (
    Offer("report", actions.report_readiness, ReportForm,
          _("Reported. It counts once the desk above has confirmed it."), "clipboard-check"),
    Offer("confirm", _confirm, ConfirmForm, _("Confirmed: it counts as ready."), "circle-check",
          action=CHECK, label=_("Confirm that it is ready"), careful=True),
    Offer("return", _send_back, ReturnForm, _("Returned; its owner sees why."), "arrow-back-up",
          action=CHECK, label=_("Return the report"), tone="secondary", careful=True),
    Offer("followup", actions.make_gap_followup, FollowupForm,
          _("Asked. It waits on the desk of the agency."), "send", tone="secondary"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)


class ItemFilterForm(forms.Form):
    """Which items are listed; every choice is in the address."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    kind = forms.ChoiceField(label=_("Agency"), required=False)
    state = forms.ChoiceField(label=_("How it stands"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *given: Any, by: Post, **options: Any) -> None:
        super().__init__(*given, **options)
        stages = Stage.objects.filter(operation_id=by.operation_id, requirements__isnull=False)
        known = {(row.code, row.title): row for row in stages.order_by("order")}
        self._offer("stage", known)
        self._offer("kind", SHORT_KINDS.items())
        self._offer("state", [*CONDITION_TITLES.items(), *STANDING_TITLES.items()])
        self._offer("level", LEVELS.items())
        self._offer("topic", TOPICS.items())

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)
