"""Tags and filters of the house: times in the region's zone, figures, icons, form controls."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sinergi.kernel import clock
from sinergi.web import controls, manifest, shell, timing

register = template.Library()


@register.filter
def moment(value: datetime | None) -> str:
    """Sel 10 Sep 2024, 08.00 WIB"""
    return timing.moment_text(clock.local(value)) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """08.00 WIB"""
    return timing.clock_text(clock.local(value)) if value else ""


@register.filter
def nearby(value: datetime | None) -> str:
    """08.00 WIB; of another day than today 26 Nov, 18.00 WIB"""
    today = clock.local(clock.now()).date()
    return timing.nearby_text(clock.local(value), today) if value else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """Selasa, 10 September 2024"""
    return timing.day_text(_as_day(value)) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """10 Sep 2024"""
    return timing.short_day_text(_as_day(value)) if value else ""


def _as_day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


@register.filter
def ago(value: datetime | None) -> str:
    """12 menit lalu, by the clock of the operation"""
    return timing.ago_text(value, clock.now()) if value else ""


@register.filter
def left(value: datetime | None) -> str:
    """sisa 2 jam; lewat 3 jam"""
    return timing.left_text(value, clock.now()) if value else ""


@register.filter
def is_past(value: datetime | None) -> bool:
    """Whether that moment lies behind us; False when there is none."""
    return bool(value and value <= clock.now())


@register.filter
def span(value: timedelta | float | None) -> str:
    """2 jam 5 menit: of a timedelta, or of a number of minutes"""
    if value is None:
        return ""
    return timing.span_text(value if isinstance(value, timedelta) else timedelta(minutes=value))


@register.filter
def digits(value: float | str | None, places: int = 0) -> str:
    """12.345 (12,345 in English), with `places` decimals; empty for what is no number"""
    if value is None or isinstance(value, str):
        return ""
    if isinstance(value, int) and abs(value) < 1000 and not places:
        return str(value)  # the same in every language, and by far the most
    form = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, form, locale=timing.language())


@register.filter
def percent(value: float | None, places: int = 0) -> str:
    """62 % of a share between 0 and 1; a dash when there is none"""
    return "–" if value is None else f"{digits(value * 100, places)} %"


@register.simple_tag
def when(value: datetime | None) -> SafeString | str:
    """A <time> that says how long ago, with the full moment for who asks."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        value.isoformat(), moment(value), ago(value),
    )  # fmt: skip


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """An icon of the sprite. Without `label` it is mere ornament and is not read aloud."""
    if label:
        role = format_html('role="img" aria-label="{}"', label)
    else:
        role = SafeString('aria-hidden="true" focusable="false"')
    return format_html(
        '<svg class="icon {}" width="24" height="24" viewBox="0 0 24 24" {}>'
        '<use href="{}#{}"></use></svg>',
        extra, role, manifest.sprite(), name,
    )  # fmt: skip


@register.simple_tag
def vite_css(entry: str = "main") -> SafeString:
    """The style sheets of a bundle."""
    links = ((address,) for address in manifest.styles(entry))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def vite_js(entry: str = "main") -> SafeString | str:
    """The script of a bundle, as a module: it runs when the page is read."""
    address = manifest.script(entry)
    return format_html('<script type="module" src="{}"></script>', address) if address else ""


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control of a form field, with the classes of the house and what a screen reader needs."""
    return controls.draw(field)


@register.filter
def choices(field: BoundField) -> list[BoundWidget]:
    """The single boxes of a field of choices, to be drawn one by one."""
    return controls.choices(field)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The query of this page with `changes`: `?page=2&kind=crowd`. None or "" takes one out."""
    parameters: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        parameters.pop(key, None)
        if value not in (None, ""):
            parameters[key] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, subject: Any) -> SafeString:
    """What other rooms put into this place of the page about `subject` (see web.shell)."""
    return shell.panels_for(place, context["request"], subject)
