"""What the steps of a case ask."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import FilesField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.neutrality import law
from sinergi.neutrality.actions.conflicts import barrable
from sinergi.neutrality.actions.handling import LEVELS
from sinergi.neutrality.models import Case
from sinergi.web import controls

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(OfferForm):
    """Why."""

    reason = TextField(
        label=_("Reason"), help_text=_("Sealed with the case; handlers of it read it.")
    )


class NoteForm(OfferForm):
    """A note."""

    text = TextField(label=_("Note"), rows=5, help_text=_("Only handlers of this case read it."))


class MessageForm(OfferForm):
    """What the reporter is to read."""

    text = TextField(
        label=_("Message to the reporter"),
        rows=5,
        help_text=_("The reporter reads it with the receipt. Ask nothing that is not needed."),
    )


class CompletionForm(MessageForm):
    """What is missing."""

    text = TextField(
        label=_("What is missing"),
        rows=5,
        help_text=_("The reporter reads it with the receipt, and has two days to bring it."),
    )


class ClassifyForm(OfferForm):
    """Whom it concerns, which rules it touches, and what is complete.

    `told` are the fields of the report while it is opened: they are proposed, a handler decides.
    """

    template = "neutrality/forms/classify.html"
    told: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, bool]] = {}

    subject_kind = forms.ChoiceField(label=_("Whom it concerns"))
    breaches = forms.MultipleChoiceField(
        label=_("Which breaches are alleged"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one of the breaches of the list.")},
    )
    known_on = forms.DateField(label=_("Since when the reporter knew"), widget=DAY, required=False)
    conditions = forms.MultipleChoiceField(
        label=_("Which conditions are fulfilled"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        case: Case = self.target
        fields: dict[str, Any] = self.fields
        subjects = law.subjects(case.arrived_on)
        fields["subject_kind"].choices = [
            ("", _("Choose")), *((code, row.title) for code, row in subjects.items())
        ]  # fmt: skip
        self.rows = sorted(law.breaches(case.arrived_on).values(), key=lambda row: row.list)
        fields["breaches"].choices = [(row.code, f"{row.code} · {row.title}") for row in self.rows]
        self.checks = law.conditions(case.arrived_on)
        fields["conditions"].choices = [(row.code, row.title) for row in self.checks]
        self._propose(case)

    def _propose(self, case: Case) -> None:
        """What was said before; at first, what the reporter said and the house sees."""
        known = [code for code, held in (case.conditions or self.hints).items() if held]
        proposed = {
            "subject_kind": case.subject_kind or self.told.get("subject_kind"),
            "breaches": case.breaches or self.told.get("breaches"),
            "known_on": case.known_on or self.told.get("known_on"),
            "conditions": known,
        }
        for name, value in proposed.items():
            self.fields[name].initial = value or None

    def groups(self) -> Iterator[tuple[str, bool, list[BoundWidget]]]:
        """The breaches by list: title, whether one of it is chosen, boxes."""
        boxes = iter(controls.choices(self["breaches"]))
        chosen = set(self["breaches"].value() or ())
        for title, rows in groupby(self.rows, key=lambda row: row.list_title):
            codes = [row.code for row in rows]
            yield title, bool(chosen & set(codes)), [next(boxes) for _code in codes]

    def arguments(self) -> dict[str, Any]:
        """Conditions as {code: fulfilled}."""
        told = super().arguments()
        chosen = set(told["conditions"])
        return {**told, "conditions": {row.code: row.code in chosen for row in self.checks}}


class DelegateForm(ReasonForm):
    """To which level."""

    level = forms.ChoiceField(
        label=_("To which level"), choices=list(LEVELS.items()), widget=forms.RadioSelect
    )
    field_order = ("level", "reason")


class DecideForm(OfferForm):
    """What the plenary decided, and why."""

    decision = forms.ChoiceField(
        label=_("What the plenary decided"),
        choices=Case.Decision.choices,
        widget=forms.RadioSelect,
    )
    reasoning = TextField(
        label=_("Reasoning of the plenary"),
        rows=8,
        help_text=_("Sealed with the case; handlers of it read it."),
    )


class BarHandlerForm(ReasonForm):
    """Whom, and why."""

    post = forms.ChoiceField(label=_("Who does not handle this case"))
    field_order = ("post", "reason")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.posts = {str(row.pk): row for row in barrable(self.by, self.target)}
        choices: Any = self.fields["post"]
        rows = [(key, f"{row.title} · {row.account.name}") for key, row in self.posts.items()]
        choices.choices = [("", _("Choose")), *rows]

    def arguments(self) -> dict[str, Any]:
        """The post itself."""
        told = super().arguments()
        return {**told, "post": self.posts[told["post"]]}


class BarAuthorityForm(ReasonForm):
    """Which authority is the subject."""

    authority = forms.ChoiceField(label=_("Which authority is itself the subject"))
    field_order = ("authority", "reason")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        choices: Any = self.fields["authority"]
        rows = [(code, row.title) for code, row in law.authorities().items()]
        choices.choices = [("", _("Choose")), *rows]


class AskIdentityForm(ReasonForm):
    """What is to be opened, and why. `named`: {file: its name} while the key is unlocked."""

    named: ClassVar[dict[str, str]] = {}

    what = forms.ChoiceField(label=_("What is to be opened"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Why it must be opened"),
        help_text=_("The keeper of identities reads it, and decides."),
    )
    field_order = ("what", "reason")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        case: Case = self.target
        rows = case.files.filter(collected=True, original_layers=2)
        self.originals = {str(row.pk): row for row in rows}
        choices: list[tuple[str, Any]] = []
        if case.has_identity:
            choices.append(("identity", _("The identity of the reporter")))
        for number, key in enumerate(self.originals, start=1):
            name = self.named.get(key) or _("File %(number)s") % {"number": number}
            choices.append((key, _("The original of the file: %(name)s") % {"name": name}))
        field: Any = self.fields["what"]
        field.choices = choices
        field.initial = choices[0][0] if choices else None

    def arguments(self) -> dict[str, Any]:
        """The file, if one was chosen."""
        told = self.cleaned_data
        return {"reason": told["reason"], "file": self.originals.get(told["what"])}


class FileForm(OfferForm):
    """Files that a handler adds."""

    files = FilesField(label=_("Photos, recordings, documents"), required=True)  # type: ignore[assignment]
    text = TextField(label=_("What they show"), required=False)
