"""Which action of a report is offered under which word, with which form."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing import actions
from sinergi.briefing.forms import reports as forms
from sinergi.briefing.models import ReportPart
from sinergi.followups.offers import Offer, OfferForm, by_slug


def write_and_sign(
    by: Post, part: ReportPart, *, texts: Mapping[str, str], signed: bool
) -> ReportPart:
    """One form, two actions: what is written is mostly signed at once."""
    written = actions.write_part(by, part, texts=texts)
    return actions.sign_part(by, written) if signed else written


REPORT = (
    Offer("complete", actions.complete_report, forms.CompleteForm,
          _("Kept. It can be approved once it is complete."), "edit", careful=True),
    Offer("freeze", actions.freeze_report, OfferForm, _("The numbers stand."), "lock"),
    Offer("approve", actions.approve_report, OfferForm, _("Approved. It can be published now."),
          "circle-check"),
    Offer("publish", actions.publish_report, OfferForm,
          _("Published: numbered, sealed, and to be read by all of its place."), "send"),
    Offer("return", actions.return_report, forms.ReturnReportForm, _("It can be completed again."),
          "arrow-back-up", tone="secondary"),
    Offer("correct", actions.note_correction, forms.CorrectionForm,
          _("Noted. The next report says it."), "pencil", tone="secondary"),
)  # fmt: skip
PART = (
    Offer("nil", actions.say_nil, OfferForm, _("Nil, signed. Thank you."), "circle-check",
          tone="secondary"),
    Offer("write", write_and_sign, forms.PartForm, _("Kept. Thank you."), "edit",
          action=actions.write_part),
    Offer("sign", actions.sign_part, OfferForm, _("Signed. Thank you."), "signature"),
)  # fmt: skip
OPEN = Offer("open", actions.open_report, forms.OpenForm, _("Open: the agencies are asked."),
             "plus")  # fmt: skip
SCHEDULE = Offer("schedule", actions.set_report_schedule, forms.ScheduleForm, _("Set."),
                 "clock")  # fmt: skip
REPORT_BY_SLUG, PART_BY_SLUG = by_slug(REPORT), by_slug(PART)
