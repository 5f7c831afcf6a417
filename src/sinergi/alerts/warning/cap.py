"""A message of an alert as a CAP 1.2 document: the same words for every program that reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from sinergi.alerts.models import Alert
from sinergi.alerts.warning.cap_rules import NAMESPACE, faults_of
from sinergi.kernel.clock import local
from sinergi.kernel.models import Operation
from sinergi.regions.models import Boundary, Region

STATUS = {"actual": "Actual", "exercise": "Exercise", "test": "Test"}
MOST_POINTS = 400  # of one ring; a longer one is left to the code of the place
DIGITS = 5  # a metre
CODES = "Kemendagri"  # whose codes of places these are


@dataclass(frozen=True)
class Words:
    """What one message says."""

    kind: str
    identifier: str
    sender: str
    sent_at: datetime
    headline: str
    description: str
    instruction: str
    references: str = ""


def sender_of(operation: Operation) -> str:
    """Who sends, by its place and where it is reached: no blank, comma, < or &."""
    return f"{operation.region_code}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}"


def stamp(moment: datetime) -> str:
    """A time with the offset of the region: the standard wants a number, never Z."""
    return local(moment).replace(microsecond=0).isoformat()


def document(alert: Alert, words: Words) -> str:
    """The document. Raises ValueError when it is not one of the standard: nothing goes out so."""
    with translation.override("id"):
        root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
        _put(root, _head(alert, words))
        info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
        _put(info, _info(alert, words))
        _add_area(info, alert.region)
    made = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    if faults := faults_of(made):
        raise ValueError("; ".join(faults))
    return str(made.decode())


Lines = Iterable[tuple[str, str]]


def _put(parent: Any, lines: Lines) -> None:
    """Elements in this order; what says nothing is left out."""
    for name, text in lines:
        if text:
            etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = _clean(text)


def _clean(text: str) -> str:
    """Without what XML cannot carry."""
    return "".join(one for one in text.strip() if one >= " " or one in "\n\t")


def _head(alert: Alert, words: Words) -> Lines:
    operation = alert.operation
    note = _("EXERCISE: nothing here really happened.") if operation.is_exercise else ""
    return (
        ("identifier", words.identifier),
        ("sender", words.sender),
        ("sent", stamp(words.sent_at)),
        ("status", STATUS[operation.mode]),
        ("msgType", words.kind),
        ("source", operation.name),
        ("scope", "Restricted"),
        ("restriction", _("For the officials of the desks. Not for the public.")),
        ("note", note),
        ("references", words.references),
    )


def _info(alert: Alert, words: Words) -> Lines:
    over = words.kind == "Cancel"
    return (
        ("language", "id-ID"),
        ("category", "Security"),
        ("event", alert.event),
        ("responseType", "AllClear" if over else "Monitor"),
        ("urgency", "Past" if over else alert.urgency),
        ("severity", alert.severity),
        ("certainty", alert.certainty),
        ("effective", stamp(words.sent_at)),
        ("expires", stamp(alert.expires_at) if alert.expires_at else ""),
        ("senderName", alert.operation.name),
        ("headline", words.headline),
        ("description", words.description),
        ("instruction", words.instruction),
        ("web", settings.PUBLIC_URL.rstrip("/") + alert.get_absolute_url()),
    )


def _add_area(info: Any, region: Region) -> None:
    area = etree.SubElement(info, f"{{{NAMESPACE}}}area")
    _put(area, [("areaDesc", region.full_name)])
    _put(area, (("polygon", ring) for ring in _rings(region)))
    code = etree.SubElement(area, f"{{{NAMESPACE}}}geocode")
    _put(code, (("valueName", CODES), ("value", region.pk)))


def _rings(region: Region) -> list[str]:
    """The outer rings of its surveyed outline; none where it has none, or one is too long."""
    row = Boundary.objects.filter(pk=region.pk, approximate=False).first()
    if row is None:
        return []
    shape = row.geometry
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    rings = [part[0] for part in parts]
    if any(len(ring) > MOST_POINTS for ring in rings):
        return []
    return [" ".join(f"{lat:.{DIGITS}f},{lon:.{DIGITS}f}" for lon, lat in ring) for ring in rings]
