"""How a form field is drawn, and how a declared error finds its field."""

from __future__ import annotations

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from sinergi.kernel.problems import Problem

_CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def css_class(widget: forms.Widget) -> str:
    """The class that the style sheet knows for this kind of control."""
    if isinstance(widget, _CHECKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def draw(field: BoundField) -> SafeString:
    """The control. Django itself points from it to the help and to the errors."""
    widget = field.field.widget
    classes = f"{css_class(widget)} {widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": f"{classes} is-invalid" if field.errors else classes})


def choices(field: BoundField) -> list[BoundWidget]:
    """The single boxes of a field of radio buttons or check boxes, with the class of the house."""
    field.field.widget.attrs["class"] = css_class(field.field.widget)
    return list(field.subwidgets)


def add_problem(form: forms.BaseForm, problem: Problem) -> None:
    """Show `problem` at the field that it concerns, or above the form when it names none."""
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, str(problem.detail or problem.title))
