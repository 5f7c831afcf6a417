"""Filters of the room: phone numbers, devices."""

from __future__ import annotations

from django import template

from sinergi.agencies.contact import shown_phone
from sinergi.agencies.devices import device_name

register = template.Library()


@register.filter
def phone(number: str | None) -> str:
    """0812-3456-7890"""
    return shown_phone(number)


@register.filter
def device(user_agent: str) -> str:
    """Chrome, Android"""
    return device_name(user_agent)
