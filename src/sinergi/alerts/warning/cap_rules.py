"""What the standard demands of a CAP 1.2 document, as a check of our own. Pure.

Source: OASIS Standard CAP 1.2 (1 July 2010), section 3.2 (data dictionary) and 3.4 (schema): which
elements, in which order, how often, with which values, and which need another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
NAME = re.compile(r"[^\s,<&]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MANY = 10**6


@dataclass(frozen=True)
class Element:
    """One element: its name, how often it may stand, and what it may say."""

    name: str
    least: int = 0
    most: int = 1
    one_of: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    parts: tuple[Element, ...] = ()


def _of(*values: str) -> frozenset[str]:
    return frozenset(values)


_PAIR = (Element("valueName", 1), Element("value", 1))
_AREA = (
    Element("areaDesc", 1),
    Element("polygon", 0, MANY),
    Element("circle", 0, MANY),
    Element("geocode", 0, MANY, parts=_PAIR),
    Element("altitude"),
    Element("ceiling"),
)
_RESOURCE = (
    Element("resourceDesc", 1), Element("mimeType", 1), Element("size"), Element("uri"),
    Element("derefUri"), Element("digest"),
)  # fmt: skip
_INFO = (
    Element("language", pattern=LANGUAGE),
    Element("category", 1, MANY, _of("Geo", "Met", "Safety", "Security", "Rescue", "Fire",
            "Health", "Env", "Transport", "Infra", "CBRNE", "Other")),
    Element("event", 1),
    Element("responseType", 0, MANY, _of("Shelter", "Evacuate", "Prepare", "Execute", "Avoid",
            "Monitor", "Assess", "AllClear", "None")),
    Element("urgency", 1, 1, _of("Immediate", "Expected", "Future", "Past", "Unknown")),
    Element("severity", 1, 1, _of("Extreme", "Severe", "Moderate", "Minor", "Unknown")),
    Element("certainty", 1, 1, _of("Observed", "Likely", "Possible", "Unlikely", "Unknown")),
    Element("audience"),
    Element("eventCode", 0, MANY, parts=_PAIR),
    Element("effective", pattern=MOMENT),
    Element("onset", pattern=MOMENT),
    Element("expires", pattern=MOMENT),
    Element("senderName"),
    Element("headline"),
    Element("description"),
    Element("instruction"),
    Element("web"),
    Element("contact"),
    Element("parameter", 0, MANY, parts=_PAIR),
    Element("resource", 0, MANY, parts=_RESOURCE),
    Element("area", 0, MANY, parts=_AREA),
)  # fmt: skip
ALERT = (
    Element("identifier", 1, pattern=NAME),
    Element("sender", 1, pattern=NAME),
    Element("sent", 1, pattern=MOMENT),
    Element("status", 1, 1, _of("Actual", "Exercise", "System", "Test", "Draft")),
    Element("msgType", 1, 1, _of("Alert", "Update", "Cancel", "Ack", "Error")),
    Element("source"),
    Element("scope", 1, 1, _of("Public", "Restricted", "Private")),
    Element("restriction"),
    Element("addresses"),
    Element("code", 0, MANY),
    Element("note"),
    Element("references"),
    Element("incidents"),
    Element("info", 0, MANY, parts=_INFO),
)


def faults_of(document: bytes) -> list[str]:
    """What is wrong with a document, each with the path of its element; empty when sound."""
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [f"no XML: {error.msg}"]
    if root.tag != f"{{{NAMESPACE}}}alert":
        return ["the root is no alert of CAP 1.2"]
    return [*_in_parts(root, ALERT, "alert"), *_together(root)]


def _in_parts(node: etree._Element, elements: Iterable[Element], path: str) -> Iterator[str]:
    """Order, number and content of the children of one element."""
    known = list(elements)
    names = [one.name for one in known]
    children = [(str(etree.QName(child).localname), child) for child in node.iterchildren("*")]
    foreign = [name for name, child in children
               if name not in names or etree.QName(child).namespace != NAMESPACE]  # fmt: skip
    if foreign:
        yield f"{path}: {', '.join(foreign)} does not belong here"
        return
    places = [names.index(name) for name, _child in children]
    if places != sorted(places):
        yield f"{path}: its elements stand in another order than the standard's"
    for one in known:
        there = [child for name, child in children if name == one.name]
        if not one.least <= len(there) <= one.most:
            yield f"{path}/{one.name}: stands {len(there)} times"
        for child in there:
            yield from _in_one(child, one, f"{path}/{one.name}")


def _in_one(node: etree._Element, element: Element, path: str) -> Iterator[str]:
    if element.parts:
        yield from _in_parts(node, element.parts, path)
        return
    text = node.text or ""
    if not text.strip():
        yield f"{path}: is empty"
    elif element.one_of and text not in element.one_of:
        yield f"{path}: {text} is no word of the standard"
    elif element.pattern and not element.pattern.fullmatch(text):
        yield f"{path}: {text} is not written as the standard wants"
    elif element.name == "polygon" and not is_polygon(text):
        yield f"{path}: is no closed ring of latitude,longitude"
    elif element.name == "circle" and not is_circle(text):
        yield f"{path}: is no latitude,longitude and radius"


def is_polygon(text: str) -> bool:
    """At least four pairs, the last one the first."""
    pairs = text.split(" ")
    return len(pairs) >= 4 and pairs[0] == pairs[-1] and all(_is_pair(pair) for pair in pairs)


def is_circle(text: str) -> bool:
    """A pair, and a radius in km."""
    pair, _, radius = text.partition(" ")
    return _is_pair(pair) and re.fullmatch(r"\d+(\.\d+)?", radius) is not None


def _is_pair(text: str) -> bool:
    """Latitude, then longitude, in degrees (WGS 84)."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", text)
    return bool(found) and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180  # type: ignore[index]


def _together(root: etree._Element) -> Iterator[str]:
    """Elements that need one another."""

    def said(name: str) -> str:
        return str(root.findtext(f"{{{NAMESPACE}}}{name}") or "")

    if (said("scope") == "Restricted") != bool(said("restriction")):
        yield "alert/restriction: belongs to scope Restricted, and to no other"
    if said("scope") == "Private" and not said("addresses"):
        yield "alert/addresses: scope Private needs them"
    references = said("references")
    if said("msgType") in ("Update", "Cancel", "Ack", "Error") and not references:
        yield f"alert/references: {said('msgType')} needs them"
    if references and not all(_is_reference(part) for part in references.split(" ")):
        yield "alert/references: not sender,identifier,sent"
    if said("msgType") == "Error" and not said("note"):
        yield "alert/note: Error needs it"


def _is_reference(text: str) -> bool:
    parts = text.split(",")
    return len(parts) == 3 and all(NAME.fullmatch(part) for part in parts[:2]) and bool(
        MOMENT.fullmatch(parts[2])
    )  # fmt: skip
