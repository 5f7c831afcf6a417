"""Which action is offered under which word, with which form: for alerts and for rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts import actions
from sinergi.alerts.models import Alert
from sinergi.alerts.warning import forms
from sinergi.alerts.warning.drafting import Draft
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.kernel.models import Operation
from sinergi.regions.models import Region


def draft_there(by: Post, operation: Operation, region: Region, draft: Draft) -> Alert:
    """Draft one for a place that was chosen in the form."""
    return actions.draft_alert(by, region, draft)


DRAFT = Offer("draft", draft_there, forms.DraftForm, _("Drafted. It waits for approval."),
              "plus", action=actions.draft_alert)  # fmt: skip
ALERT = (
    Offer("approve", actions.approve_alert, forms.ApproveForm, _("Sent."), "send"),
    Offer("dismiss", actions.dismiss_alert, forms.EndForm, _("Dismissed. Nobody was told."),
          "circle-x", tone="secondary"),
    Offer("update", actions.update_alert, forms.UpdateForm, _("The update was sent."), "edit",
          careful=True),
    Offer("cancel", actions.cancel_alert, forms.EndForm, _("The all clear was sent."),
          "circle-check", tone="secondary"),
)  # fmt: skip
ALERT_BY_SLUG = by_slug(ALERT)

WRITE_RULE = Offer("write", actions.add_alert_rule, forms.RuleForm,
                   _("The rule is a draft. Try it on the past."), "plus")  # fmt: skip
RULE = (
    Offer("try", actions.try_alert_rule, forms.TryForm, _("Tried. See the result."), "history"),
    Offer("live", actions.set_rule_live, OfferForm, _("It watches from now on."), "player-play"),
    Offer("rest", actions.rest_rule, OfferForm, _("It rests."), "moon", tone="secondary"),
    Offer("change", actions.change_alert_rule, forms.RuleForm, _("Changed. Try it anew."), "edit",
          tone="secondary", careful=True),
)  # fmt: skip
RULE_BY_SLUG = by_slug(RULE)
