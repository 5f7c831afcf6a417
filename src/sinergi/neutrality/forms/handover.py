"""What handing a case on asks, and what its answer tells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import FilesField, MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.kernel.clock import now
from sinergi.neutrality import law
from sinergi.neutrality.drafting import Choice
from sinergi.neutrality.handover import is_recipient
from sinergi.neutrality.law import Receiver
from sinergi.neutrality.outcomes import OUTCOMES

NO_RECIPIENT = _("This is no public key of age (it begins with age1).")


class PrepareForm(forms.Form):
    """The letter to one authority. Its words are sealed with it, and kept nowhere else."""

    to = TextField(label=_("Addressed to"), rows=2, max_length=500)
    basis = TextField(
        label=_("Legal basis"),
        rows=4,
        max_length=3000,
        help_text=_("One a line. Check what is marked as not verified before you send it."),
    )
    subject = forms.CharField(label=_("Whom it concerns, by post and office"), max_length=300)
    summary = TextField(
        label=_("In short"),
        rows=8,
        help_text=_(
            "Begins with what was reported. Take out whatever could tell who reported: who was "
            "there, who said what to whom."
        ),
    )
    signer = forms.CharField(label=_("Signed by"), max_length=200)
    copies = TextField(
        label=_("Copies to"), rows=2, max_length=1000, required=False, help_text=_("One a line.")
    )
    own_words = forms.BooleanField(
        label=_("Hand on the report in the reporter's own words"),
        required=False,
        help_text=_("They may tell who wrote them. Without this the words above stand for them."),
    )
    unstripped = forms.BooleanField(
        label=_("Hand on files whose metadata could not be removed"),
        required=False,
        help_text=_("They may tell who made them, when and where."),
    )

    def choice(self, receiver: Receiver) -> Choice:
        """What was chosen and typed."""
        return Choice(authority=receiver.authority, track=receiver.track, **self.cleaned_data)


class WithdrawForm(OfferForm):
    """Why it is not handed on after all."""

    reason = TextField(
        label=_("Reason"), help_text=_("Sealed with the case; handlers of it read it.")
    )


class AnswerForm(OfferForm):
    """What the authority decided."""

    answered_at = MomentField(label=_("Answer received"))
    outcome = forms.ChoiceField(label=_("What the authority decided"), widget=forms.RadioSelect)
    sanction = forms.ChoiceField(
        label=_("Sanction"), required=False, help_text=_("Only where one was imposed.")
    )
    text = TextField(
        label=_("What the answer says"),
        rows=5,
        help_text=_("With its number and date. Sealed with the case."),
    )
    files = FilesField(label=_("The letter, scanned"))  # type: ignore[assignment]

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        fields: dict[str, Any] = self.fields
        fields["answered_at"].initial = now()
        fields["outcome"].choices = list(OUTCOMES.items())
        rows = law.sanctions(self.target.track)
        fields["sanction"].choices = [
            ("", _("None")), *((code, row.title) for code, row in rows.items())
        ]  # fmt: skip


class PackageForm(forms.Form):
    """How the package leaves."""

    recipient = forms.CharField(
        label=_("Public key of the authority (age)"),
        required=False,
        max_length=100,
        help_text=_("Begins with age1. With it only the authority can open the package."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    identity = forms.BooleanField(
        label=_("Hand on the identity of the reporter"),
        required=False,
        help_text=_("It was opened by two persons. That it leaves is journaled."),
    )
    identity_reason = TextField(label=_("Why the authority must know it"), rows=2, required=False)

    def __init__(self, *given: Any, with_identity: bool = False, **options: Any) -> None:
        super().__init__(*given, **options)
        if not with_identity:
            del self.fields["identity"], self.fields["identity_reason"]

    def clean_recipient(self) -> str:
        """An age public key, or nothing."""
        text: str = self.cleaned_data["recipient"].strip()
        if text and not is_recipient(text):
            raise forms.ValidationError(NO_RECIPIENT)
        return text

    def clean(self) -> None:
        """An identity leaves with a reason only."""
        told = self.cleaned_data
        if told.get("identity") and not told.get("identity_reason", "").strip():
            self.add_error("identity_reason", _("Say why the authority must know it."))


class ReceiptForm(OfferForm):
    """What the reporter handed in at the counter."""

    papers = TextField(
        label=_("Papers and files received"),
        rows=5,
        required=False,
        help_text=_("One a line. Who reported is written on the paper by hand."),
    )
