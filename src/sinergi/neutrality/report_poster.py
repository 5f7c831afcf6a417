"""The sheet for notice boards that says where to report."""

from __future__ import annotations

import functools
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from sinergi.kernel.documents import qr_svg, set_pdf

TEMPLATE = "neutrality/report_poster.typ"
MADE = datetime(2024, 8, 1, tzinfo=UTC)  # of the text, for a PDF that is always the same


@functools.lru_cache(maxsize=2)
def report_poster(*, exercise: bool) -> bytes:
    """An A4 PDF with the address of the page of reporters, as text and as a QR code."""
    url = settings.PUBLIC_URL.rstrip("/") + reverse("neutrality:report")
    shown = url.removeprefix("https://").removeprefix("http://")
    payload = {"url": url, "shown": shown, "qr": qr_svg(url), "exercise": exercise}
    return set_pdf(TEMPLATE, payload, timestamp=int(MADE.timestamp()))
