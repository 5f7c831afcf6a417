"""Which action on the plan is offered under which word, with which form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.offers import Offer
from sinergi.polling import actions
from sinergi.polling.forms import plan as forms

PATTERN = Offer("change", actions.change_pattern, forms.PatternForm,
                _("Changed. What is needed is counted anew."), "edit", careful=True)  # fmt: skip
ADD_EQUIPMENT = Offer("add", actions.add_equipment, forms.AddEquipmentForm,
                      _("It is part of the plan."), "plus")  # fmt: skip
EQUIPMENT = Offer("change", actions.change_equipment, forms.EquipmentForm,
                  _("Changed. What is needed is counted anew."), "edit", careful=True)  # fmt: skip
