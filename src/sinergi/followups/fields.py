"""Form fields of the rooms that do daily work: moments in the region's time, several files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.kernel import evidence, kinds
from sinergi.kernel.clock import zone
from sinergi.kernel.evidence import MB

MOST_AT_ONCE = 10
MOST_BYTES = 150 * MB  # of one sending


class TextField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(**{"widget": widget, "max_length": 10_000, **options})


class MomentField(forms.DateTimeField):
    """A moment, written and shown in the time of the region, kept in UTC."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, **options})

    def prepare_value(self, value: Any) -> Any:
        """What the control shows."""
        with timezone.override(zone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        """What was typed is local time; a value with a zone of its own stays what it is."""
        with timezone.override(zone()):
            return super().to_python(value)


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Photos, recordings and documents; what is wrong with one is said of it by name."""

    def __init__(self, *, camera: bool = False, **options: Any) -> None:
        widget = _SeveralFiles(attrs=_file_attributes(camera))
        super().__init__(**{"widget": widget, "required": False, **options})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each of a kind and a size that is kept. Nothing is read but their heads."""
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST_AT_ONCE:
            text = _("At most %(count)d files at once.") % {"count": MOST_AT_ONCE}
            raise forms.ValidationError(text)
        complaints = [complaint for file in given if (complaint := _complaint(file))]
        if complaints:
            raise forms.ValidationError([*complaints, *_choose_again(given)])
        return given


def _file_attributes(camera: bool) -> dict[str, str]:
    limits = {
        "files": MOST_AT_ONCE,
        "bytes": max(evidence.limits().values()),
        "total": MOST_BYTES,
    }
    accept = "image/*" if camera else evidence.accepted_types()
    also = {"capture": "environment"} if camera else {}
    return {"accept": accept, "data-limits": json.dumps(limits), **also}


def _complaint(file: Any) -> str:
    """What is wrong with a file, by its name; empty when nothing is."""
    head = file.read(kinds.HEAD)
    file.seek(0)
    kind = kinds.recognise(head)
    if kind is None:
        return str(_("%(name)s is not a photo, recording or PDF.") % {"name": file.name})
    most = evidence.limits()[kind.family]
    if file.size > most:
        words = {"name": file.name, "limit": most // MB}
        return str(_("%(name)s is too large: at most %(limit)d MB.") % words)
    return ""


def _choose_again(files: Iterable[Any]) -> list[str]:
    """A browser forgets chosen files when a page comes back: say which."""
    names = ", ".join(str(file.name) for file in files if not _complaint(file))
    return [str(_("Please choose again: %(names)s.") % {"names": names})] if names else []


def choose_again(files: Iterable[Any]) -> str:
    """Which files must be chosen again because something else was wrong; empty when none."""
    return " ".join(_choose_again(files))
