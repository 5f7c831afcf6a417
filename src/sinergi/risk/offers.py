"""Which action is offered under which word, with which form: the one list of the room's pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.offers import Offer, by_slug
from sinergi.risk import actions
from sinergi.risk.forms import register as forms
from sinergi.risk.forms import weights

OPEN_RISK = Offer("open", actions.open_risk, forms.OpenForm, _("It stands in the register."),
                  "plus")  # fmt: skip
RISK = (
    Offer("measure", actions.add_measure, forms.MeasureForm,
          _("Asked. It climbs by itself when it is late."), "send"),
    Offer("review", actions.review_risk, forms.ReviewForm, _("Kept. It is looked at again then."),
          "eye", tone="secondary", careful=True),
    Offer("mitigate", actions.mitigate_risk, forms.MitigateForm, _("Kept as mitigated."),
          "shield-check", tone="secondary", careful=True),
    Offer("accept", actions.accept_risk, forms.AcceptForm, _("Kept as accepted."), "scale",
          tone="secondary", careful=True),
    Offer("close", actions.close_risk, forms.CloseForm, _("Closed."), "circle-check",
          tone="secondary", careful=True),
    Offer("revise", actions.revise_risk, forms.ReviseForm,
          _("Corrected. What it was stays in the journal."), "edit", tone="secondary",
          careful=True),
    Offer("reopen", actions.reopen_risk, forms.ReopenForm, _("Open again."), "arrow-back-up",
          tone="secondary", careful=True),
)  # fmt: skip
RISK_BY_SLUG = by_slug(RISK)

ADD_INDICATOR = Offer("add", actions.add_risk_indicator, weights.AddIndicatorForm,
                      _("It is asked from now on."), "plus")  # fmt: skip
EDIT_INDICATOR = Offer("edit", actions.edit_risk_indicator, weights.IndicatorForm, _("Kept."),
                       "edit", careful=True)  # fmt: skip
