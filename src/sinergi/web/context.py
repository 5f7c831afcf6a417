"""What every template may use: the house around the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sinergi.kernel import clock
from sinergi.kernel.indonesian import zone_name
from sinergi.web import shell
from sinergi.web.texts import page_texts


def house(request: HttpRequest) -> dict[str, Any]:
    """Navigation, operation, post and time. What costs a query is asked only when it is shown."""
    moment = clock.now()
    return {
        "navigation": SimpleLazyObject(lambda: shell.items_for(request)),
        "account_menu": SimpleLazyObject(lambda: shell.items_for(request, "account")),
        "administration_tabs": SimpleLazyObject(lambda: shell.items_for(request, "administration")),
        "statuses": SimpleLazyObject(lambda: shell.statuses_for(request)),
        "operation": getattr(request, "operation", None) or clock.current_operation(),
        "post": getattr(request, "post", None),
        "now": moment,
        "page_texts": page_texts,
        "zone_name": zone_name(clock.local(moment)),
    }
