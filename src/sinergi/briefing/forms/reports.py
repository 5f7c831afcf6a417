"""What the actions of a report ask: one field of text for each field of the paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import SituationReport
from sinergi.briefing.report_words import FIELDS, HINTS
from sinergi.followups.fields import MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.kernel.clock import local, midnight, now

LONGEST = 3_000  # characters of a field
COPIES = TextField(
    label=_("Copies to"), rows=3, required=False, max_length=1_000,
    help_text=_("One line for each, by office."),
)  # fmt: skip


class FieldsForm(OfferForm):
    """A field of text for each code in `codes`; given to the action as one mapping `texts`."""

    def write_fields(self, codes: tuple[str, ...], standing: dict[str, str]) -> None:
        """Put the fields into the form, with what stands there."""
        for code in codes:
            self.fields[f"text_{code}"] = TextField(
                label=FIELDS[code], required=False, rows=3, max_length=LONGEST,
                initial=standing.get(code, ""), help_text=HINTS.get(code, ""),
            )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """The action's own arguments."""
        told = super().arguments()
        names = [name for name in told if name.startswith("text_")]
        texts = {name.removeprefix("text_"): told.pop(name) for name in names}
        return {**told, "texts": texts}


class PartForm(FieldsForm):
    """What the agency says, and whether it is signed at once."""

    signed = forms.BooleanField(
        label=_("Sign it now, in the name of my agency"), required=False, initial=True
    )

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.write_fields(target.fields, target.texts)
        self.order_fields([*(name for name in self.fields if name != "signed"), "signed"])


class CompleteForm(FieldsForm):
    """What the secretariat adds."""

    situation = forms.ChoiceField(
        label=_("How the situation is"), choices=SituationReport.Situation.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    nil = forms.BooleanField(
        label=_("Nil: nothing happened in this period"), required=False,
        help_text=_("Only where no case was reported. A missing part is not nil."),
    )  # fmt: skip
    classification = forms.ChoiceField(
        label=_("Classification"), choices=SituationReport.Classification.choices,
    )  # fmt: skip
    copies_to = COPIES

    stands: ClassVar[tuple[str, ...]] = ("situation", "classification", "copies_to")

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.fields["nil"].initial = target.kind == "nil"
        if target.kind not in ("daily", "nil"):
            del self.fields["nil"]
        codes = target.fields
        self.write_fields(codes, target.texts)
        for code in rules.NEEDED[target.kind]:
            self.fields[f"text_{code}"].help_text = _("Needed before it is approved.")
        texts = [f"text_{code}" for code in codes]
        self.order_fields(["situation", "nil", *texts, "classification", "copies_to"])


class ReturnReportForm(OfferForm):
    """What is still missing."""

    reason = TextField(label=_("What is still missing"), max_length=500)


class CorrectionForm(OfferForm):
    """What was wrong."""

    what = TextField(
        label=_("What was wrong, and what is right"), max_length=500,
        help_text=_("The report stays as it went out; the next one of this place says it."),
    )  # fmt: skip


OPENED = [choice for choice in SituationReport.Kind.choices if choice[0] != "nil"]


class OpenForm(OfferForm):
    """Which report, over which period, and until when the parts are due."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OPENED, widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("What a special report is about"), max_length=200, required=False
    )
    from_at = MomentField(label=_("From"))
    until_at = MomentField(
        label=_("Until (cut-off)"), help_text=_("The numbers are frozen as of this moment.")
    )
    parts_due_at = MomentField(label=_("Parts due at"))
    copies_to = COPIES

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        asked = options.get("initial") or {}
        options["initial"] = proposed(str(asked.get("kind", "daily"))) | asked
        super().__init__(*given, by=by, target=target, **options)


def proposed(kind: str) -> dict[str, Any]:
    """The period that is meant most often: the last day, or the month before."""
    if kind == "monthly":
        first, _next = rules.month_of(local(now()).date().replace(day=1) - timedelta(days=1))
        _first, after = rules.month_of(first)
        return _period(kind, midnight(first), midnight(after))
    until = now().replace(second=0, microsecond=0)
    return _period(kind, until - rules.DAY, until)


def _period(kind: str, first: datetime, last: datetime) -> dict[str, Any]:
    due = max(last, now().replace(second=0, microsecond=0)) + timedelta(minutes=30)
    return {"kind": kind, "from_at": first, "until_at": last, "parts_due_at": due}


class ScheduleForm(OfferForm):
    """When the daily report opens and closes."""

    active = forms.BooleanField(label=_("Open a report every day"), required=False, initial=True)
    opens = forms.TimeField(
        label=_("Opens at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    cut_off = forms.TimeField(
        label=_("Cut-off"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("The period is the 24 hours before."),
    )  # fmt: skip
    minutes_for_parts = forms.IntegerField(
        label=_("Minutes after the cut-off until all parts are due"), min_value=0, max_value=720
    )
    copies_to = COPIES

    def standing(self) -> dict[str, Any]:
        """The schedule of that desk, or the one that is proposed."""
        row = getattr(self.target, "report_schedule", None)
        if row is None:
            return {"opens": "06:00", "cut_off": "20:00", "minutes_for_parts": 30}
        names = ("active", "opens", "cut_off", "minutes_for_parts", "copies_to")
        return {name: getattr(row, name) for name in names}


class ReportFilterForm(forms.Form):
    """Which reports are listed."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["kind"].choices = [("", _("All")), *OPENED]  # type: ignore[attr-defined]
