"""Filters of the room: phone numbers, devices."""

from __future__ import annotations

from django import template

from sinergi.agencies.contact import shown_phone
from sinergi.agencies.devices import device_name
from sinergi.agencies.queries.journal import title_of

register = template.Library()


@register.filter
def phone(number: str | None) -> str:
    """0812-3456-7890"""
    return shown_phone(number)


@register.filter
def device(user_agent: str) -> str:
    """Chrome, Android"""
    return device_name(user_agent)


@register.filter
def verb_title(verb: str) -> str:
    """Report an incident: what the action behind a verb of the journal is called."""
    return str(title_of(verb))
