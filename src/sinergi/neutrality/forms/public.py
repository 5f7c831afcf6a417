"""What a reporter is asked. Nothing but the deed and the post of who did it must be filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.fields import TextField
from sinergi.kernel.clock import local, now
from sinergi.kernel.kinds import KINDS
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.neutrality import law
from sinergi.neutrality.casebook import Keyring
from sinergi.neutrality.sealing.case_keys import CONTENT
from sinergi.neutrality.upload import examined
from sinergi.regions.models import Region

ANONYMOUS, NAMED = "anonymous", "named"
IDENTITY = ("name", "address", "phone", "email")
MOST_TEXT = 20_000  # characters
UNKNOWN = _("I do not know")


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Files, each recognised by its content and stripped; what is wrong is said by name."""

    strictly = True

    def __init__(self) -> None:
        endings = ",".join(f".{ending}" for kind in KINDS for ending in kind.extensions)
        super().__init__(
            label=_("Evidence files"), required=False, widget=_Several(attrs={"accept": endings})
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The examined files."""
        try:
            return examined(list(data or []), strictly=self.strictly)
        except Problem as problem:
            raise forms.ValidationError(str(problem.detail)) from problem


class DayField(forms.DateField):
    """A day that lies not in the future."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> date | None:
        """The day, or None."""
        day: date | None = super().clean(value)
        if day is not None and day > local(now()).date():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class PublicForm(forms.Form):
    """A form of the public pages. Files are looked into only when the sender did her work."""

    def __init__(self, *given: Any, strictly: bool = True, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self.fields.values():  # what a browser fills in by itself could betray
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, EvidenceField):
                field.strictly = strictly


class IdentityForm(PublicForm):
    """Who reports: the law asks a formal report for name and address (UU 8/2015 art. 134(3))."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    address = forms.CharField(label=_("Your address"), max_length=300)
    phone = forms.CharField(label=_("Phone number"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=150, required=False)

    def identity(self) -> dict[str, str]:
        """As the case keeps it."""
        return {name: str(self.cleaned_data.get(name) or "").strip() for name in IDENTITY}


class MessageForm(PublicForm):
    """What a reporter adds later."""

    text = TextField(
        label=_("Your message to Bawaslu"), rows=5, required=False, max_length=MOST_TEXT
    )
    files = EvidenceField()  # type: ignore[assignment] # a field, as in every form

    def clean(self) -> dict[str, Any]:
        """A text, or files, or both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("files"):
            self.add_error("text", _("Write a message, or choose a file."))
        return cleaned


class CodeForm(PublicForm):
    """The words of the receipt."""

    code = forms.CharField(
        label=_("The seven words of your receipt"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Capital letters, commas and hyphens do not matter."),
    )


class ReportForm(IdentityForm):
    """The report itself."""

    field_order = ("what", "candidate", "subject", "subject_kind", "breaches", "day", "when",
                   "known_on", "region", "where", "files", "witnesses", "who")  # fmt: skip

    what = TextField(
        label=_("What happened?"),
        rows=7,
        max_length=MOST_TEXT,
        help_text=_("In your own words: what was done or said, by whom, before whom."),
    )
    subject = forms.CharField(
        label=_("Post and office"),
        max_length=300,
        help_text=_("For instance: head of division X at office Y; village head of Z."),
    )
    subject_kind = forms.ChoiceField(label=_("What kind of official?"), required=False)
    breaches = forms.MultipleChoiceField(
        label=_("Which kind of breach?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    day = DayField(label=_("On which day?"))
    when = forms.CharField(label=_("At what time, or how often?"), max_length=200, required=False)
    known_on = DayField(
        label=_("When did you learn of it?"),
        help_text=_("A report must come within 7 days after that (UU 8/2015 art. 134(4))."),
    )
    region = forms.ChoiceField(label=_("District or village"), required=False)
    where = forms.CharField(
        label=_("At which place?"),
        max_length=300,
        required=False,
        help_text=_("For instance: village hall, WhatsApp group, market."),
    )
    candidate = forms.RegexField(
        r"^\s*\d{1,2}\s*$",
        label=_("Ballot number of the candidates concerned"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("A ballot number has one or two digits.")},
    )
    witnesses = TextField(
        label=_("Who saw it?"), required=False, help_text=_("Only if they are not endangered.")
    )
    files = EvidenceField()  # type: ignore[assignment] # a field, as in every form
    who = forms.ChoiceField(
        label=_("Do you give your name?"),
        choices=[
            (ANONYMOUS, _("No, I report without a name")),
            (NAMED, _("Yes, with my name and address")),
        ],
        initial=ANONYMOUS,
        widget=forms.RadioSelect,
    )
    barred = forms.MultipleChoiceField(
        label=_("Who at Bawaslu must not read it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, operation: Operation, keyring: Keyring, **options: Any) -> None:
        super().__init__(*given, **options)
        self.keyring = keyring
        self.posts = {str(key.post_id): key.post for key in keyring.handlers}
        _choices(self, "subject_kind", [("", UNKNOWN), *_titles(law.subjects())])
        _choices(self, "breaches", _titles(law.breaches()))
        _choices(self, "region", [("", _("Choose the village")), *places(operation)])
        _choices(self, "barred", [(key, post.title) for key, post in self.posts.items()])
        for name in ("name", "address"):
            field: Any = self.fields[name]
            field.required = not self.is_bound or self.data.get("who") == NAMED
            field.error_messages["required"] = _("A report with a name needs name and address.")

    def clean(self) -> dict[str, Any]:
        """At least one person is left who can read it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("barred") and not self._readers():
            self.add_error("barred", _nobody_left())
        return cleaned

    def _readers(self) -> list[Any]:
        left = self.keyring.without({post.account_id for post in self.barred_posts()})
        return [key for key in left if key.purpose == CONTENT]

    def barred_posts(self) -> list[Post]:
        """Those who are never given the key."""
        return [self.posts[key] for key in self.cleaned_data.get("barred", [])]

    def given_identity(self) -> dict[str, str] | None:
        """None for a report without a name, also when something was typed there before."""
        return self.identity() if self.cleaned_data["who"] == NAMED else None

    def report(self) -> dict[str, Any]:
        """As the case keeps it (see `casebook`)."""
        words = ("what", "subject", "subject_kind", "when", "where", "region", "witnesses")
        told: dict[str, Any] = {name: self.cleaned_data[name].strip() for name in words}
        for name in ("day", "known_on"):
            told[name] = self.cleaned_data[name].isoformat() if self.cleaned_data[name] else ""
        told["breaches"] = list(self.cleaned_data["breaches"])
        told["candidate"] = self.cleaned_data["candidate"].strip()
        return told

    def breach_lists(self) -> list[dict[str, Any]]:
        """The official lists with their boxes, for the page: {title, subjects, boxes, opened}."""
        lists: dict[str, dict[str, Any]] = {}
        chosen = set(self["breaches"].value() or [])
        for box in self["breaches"].subwidgets:
            row = law.breaches()[str(box.data["value"])]
            entry = lists.setdefault(
                row.list, {"title": row.list_title, "subjects": set(), "boxes": [], "opened": False}
            )
            entry["subjects"] |= set(row.subjects)
            entry["boxes"].append((box, row))
            entry["opened"] = entry["opened"] or row.code in chosen
        return list(lists.values())


def _nobody_left() -> Any:
    return _(
        "Then nobody at Bawaslu here could read it. Leave one out, or report to Bawaslu of the "
        "province, or to DKPP if the whole of Bawaslu here is concerned."
    )


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.choices = choices


def _titles(rows: Any) -> list[tuple[str, str]]:
    return [(code, row.title) for code, row in rows.items()]


def places(operation: Operation) -> list[tuple[Any, Any]]:
    """Districts of the regency with their villages, in one statement."""
    rows = Region.objects.within([operation.region_code]).order_by("code")
    groups: dict[str, list[tuple[str, Any]]] = {}
    titles: dict[str, str] = {}
    for place in rows:
        if place.level == Region.Level.DISTRICT:
            titles[place.pk] = str(place)
            groups[place.pk] = [(place.pk, _("%(place)s (whole district)") % {"place": place})]
        elif place.level == Region.Level.VILLAGE:
            groups.setdefault(str(place.parent_id), []).append((place.pk, str(place)))
    return [(titles.get(code, code), found) for code, found in groups.items()]
