"""What is asked between agencies: help, referral, restriction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.incidents.forms.choices import AgenciesField, AgencyField
from sinergi.incidents.kinds import BODIES

ASKED = [
    ("assistance", _("Assistance")),
    ("advice", _("Advice")),
    ("task", _("A task")),
]


class AskForm(OfferForm):
    """Whom, for what, until when."""

    agency = AgencyField(label=_("Agency"))
    kind = forms.ChoiceField(
        label=_("What is asked"), choices=ASKED, initial="assistance", widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("In a few words"), max_length=200)
    detail = TextField(label=_("In detail"), required=False)
    due_at = MomentField(label=_("Until"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        field: Any = self.fields["agency"]
        field.offer(self.by, self.target)


class ReferForm(OfferForm):
    """To which body, why, and until when its answer is awaited."""

    body = forms.ChoiceField(label=_("Competent body"))
    body_name = forms.CharField(
        label=_("Its name, if it is another one"), max_length=120, required=False
    )
    reason = TextField(label=_("Why it is passed on"))
    answer_due = MomentField(
        label=_("Answer expected by"),
        required=False,
        help_text=_("Without a date: in seven days."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        field: Any = self.fields["body"]
        named = [(code, BODIES[code]) for code in self.target.bodies]
        others = [(code, title) for code, title in BODIES.items() if code not in self.target.bodies]
        field.choices = [("", _("Choose the body")), *_groups(named, others)]


def _groups(named: list[Any], others: list[Any]) -> list[Any]:
    if not named:
        return others
    return [(_("Named by the law for this kind"), named), (_("Other bodies"), others)]


class RestrictForm(OfferForm):
    """Which agencies alone may see it, beside one's own."""

    agencies = AgenciesField(
        label=_("Agencies that may see it"),
        required=False,
        help_text=_(
            "Your own agency always may. All others lose sight of it at once, also its reporter."
        ),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        field: Any = self.fields["agencies"]
        field.offer(self.by, self.target)
        field.initial = list(self.target.audience)

    def arguments(self) -> dict[str, Any]:
        """A plain list."""
        return {"agencies": list(self.cleaned_data["agencies"])}
