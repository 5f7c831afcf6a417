"""A report as it is shown, on the page as on paper: its numbers with their records, its fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sinergi.agencies.models import Post
from sinergi.alerts.models import Alert
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.briefing.permissions.reports import speaks_for
from sinergi.briefing.report_words import FIELDS, NUMBERS, SPLITS, WORSE
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.incidents.models import Incident
from sinergi.polling.models import Category
from sinergi.regions.models import Region

STAGES_SHOWN = 3
ARROWS = {"up": "↑", "down": "↓", "same": "=", "": ""}


@dataclass(frozen=True)
class Number:
    """One number: what it was before, which way it went, where its records are."""

    key: str
    title: Any
    value: int
    of: int | None
    before: int | None
    change: str
    url: str

    @property
    def share(self) -> int | None:
        """Whole per cent, rounded down; None of nothing."""
        return self.value * 100 // self.of if self.of else None

    @property
    def tone(self) -> str:
        """danger where more is worse and there is more; success where it has become less."""
        if self.key not in WORSE or self.change in ("", "same"):
            return ""
        return "danger" if self.change == "up" else "success"

    @property
    def arrow(self) -> str:
        """↑ ↓ = against the report before; empty without one."""
        return ARROWS[self.change]


@dataclass(frozen=True)
class Split:
    """A number taken apart."""

    key: str
    title: Any
    rows: list[Number]


@dataclass(frozen=True)
class Entry:
    """What one agency says of a field."""

    agency: str
    text: str
    signed: bool


@dataclass(frozen=True)
class Block:
    """One field: the secretariat's words, then those of the agencies."""

    code: str
    title: Any
    text: str
    entries: list[Entry]


@dataclass(frozen=True)
class Line:
    """One line of a list: what, where or with whom, when, and its page."""

    title: str
    place: str = ""
    at: datetime | None = None
    day: date | None = None
    note: str = ""
    figure: str = ""
    url: str = ""


def numbers_of(report: SituationReport) -> list[Number]:
    """Its numbers, in the order of the paper."""
    told = report.figures.get("numbers", {})
    return [
        _number(report, key, title, told[key])
        for key, (title, _group) in NUMBERS.items()
        if key in told
    ]


def _number(report: SituationReport, key: str, title: Any, told: dict[str, Any]) -> Number:
    url = told.get("url") or (report.records_url(key) if told["value"] else "")
    return Number(
        key, title, told["value"], told.get("of"), told.get("before"), told.get("change", ""), url
    )


def splits_of(report: SituationReport) -> list[Split]:
    """By severity, kind and place. One statement, for the names of the places."""
    splits = report.figures.get("splits", {})
    names: dict[str, Any] = {code: kind.title for code, kind in KINDS.items()} | SEVERITIES
    areas = [row["code"] for row in splits.get("incidents_by_area", [])]
    names |= {place.pk: str(place) for place in Region.objects.filter(pk__in=areas)}
    return [
        Split(
            key,
            title,
            [_number(report, f"{key}:{r['code']}", names.get(r["code"], r["code"]), r)
             for r in splits[key]],
        )
        for key, title in SPLITS.items()
        if splits.get(key)
    ]  # fmt: skip


def blocks_of(
    report: SituationReport, parts: Iterable[ReportPart], reader: Post | None = None
) -> list[Block]:
    """The fields that say something. What is not signed is shown to its own agency alone."""
    known = [
        part for part in parts if part.is_given or (reader is not None and speaks_for(reader, part))
    ]
    blocks = [
        Block(
            code,
            FIELDS[code],
            report.texts.get(code, ""),
            [
                Entry(part.agency.name, part.texts[code], part.is_given)
                for part in known
                if part.texts.get(code)
            ],
        )
        for code in report.fields
    ]
    return [block for block in blocks if block.text or block.entries]


def spoken(told: dict[str, Any]) -> str:
    """A title that was frozen in both languages, in the reader's."""
    english = (get_language() or "id").startswith("en")
    return str((told["title_en"] if english else "") or told["title_id"])


def critical_of(report: SituationReport, hidden: Collection[str] = ()) -> list[Line]:
    """Critical cases, by number, but for those whose keys are `hidden`."""
    states = dict(Incident.State.choices)
    return [
        Line(
            row["number"], row["place"], _moment(row["at"]), None,
            f"{KINDS[row['kind']].title} · {states[row['state']]}",
            url=reverse("incidents:incident", args=[row["id"]]),
        )
        for row in _rows(report, "critical")
        if row["id"] not in hidden
    ]  # fmt: skip


def alerts_of(report: SituationReport) -> list[Line]:
    """Alerts that went out or still held: how many of those told said that they know."""
    states = dict(Alert.State.choices)
    return [
        Line(
            row["headline"], row["place"], _moment(row["at"]), None,
            f"{row['number']} · {states[row['state']]} · "
            + _("%(known)d of %(told)d know") % {"known": row["known"], "told": row["told"]},
            url=reverse("alerts:alert", args=[row["id"]]),
        )
        for row in _rows(report, "alerts")
    ]  # fmt: skip


def overdue_of(report: SituationReport, hidden: Collection[str] = ()) -> list[Line]:
    """Follow-ups that were overdue, and with whom, but for those whose keys are `hidden`."""
    return [
        Line(row["title"], row["owner"], _moment(row["due_at"]),
             url=reverse("followups:followup", args=[row["id"]]))
        for row in _rows(report, "overdue")
        if row["id"] not in hidden
    ]  # fmt: skip


def activities_of(report: SituationReport) -> list[Line]:
    """Outreach that was held."""
    return [
        Line(row["title"], row["place"], note=f"{row['by']} · {row['people']}",
             url=reverse("polling:activity", args=[row["id"]]))
        for row in _rows(report, "activities")
    ]  # fmt: skip


def meetings_of(report: SituationReport) -> list[Line]:
    """Meetings that were held."""
    return [
        Line(row["title"], row["place"], _moment(row["at"]),
             url=reverse("meetings:meeting", args=[row["id"]]))
        for row in _rows(report, "meetings")
    ]  # fmt: skip


PAGES = {"meeting": "meetings:meeting", "activity": "polling:activity"}


def coming_of(report: SituationReport) -> list[Line]:
    """What comes after the cut-off."""
    return [_coming(row) for row in _rows(report, "coming")]


def _coming(row: dict[str, Any]) -> Line:
    if row["of"] == "stage":
        url = reverse("stages:stage", args=[row["code"]])
        return Line(spoken(row), day=date.fromisoformat(row["day"]), url=url)
    url = reverse(PAGES[row["of"]], args=[row["id"]])
    return Line(row["title"], row["place"], _moment(row["at"]), url=url)


def vulnerable_of(report: SituationReport) -> list[Line]:
    """The most vulnerable villages at the cut-off: score of 100, interval, category."""
    categories = dict(Category.choices)
    return [
        Line(
            row["place"], note=str(categories[row["category"]]),
            figure=f"{row['score']:.0f} ({row['low']:.0f}–{row['high']:.0f})",
            url=reverse("risk:place", args=[row["code"]]),
        )
        for row in report.figures.get("facts", {}).get("vulnerable", [])
    ]  # fmt: skip


def stages_of(report: SituationReport, which: str = "stages_on") -> list[str]:
    """The stages that are on (or `stages_next`), the tensest first, by title."""
    found = report.figures.get("facts", {}).get(which, [])
    return [spoken(row) for row in found[:STAGES_SHOWN]]


def rest_of(report: SituationReport, key: str) -> int:
    """How many more a list has than are shown."""
    told = report.figures.get("lists", {}).get(key)
    return told["total"] - len(told["rows"]) if told else 0


def _rows(report: SituationReport, key: str) -> Sequence[dict[str, Any]]:
    found: Sequence[dict[str, Any]] = report.figures.get("lists", {}).get(key, {}).get("rows", [])
    return found


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def copies_of(report: SituationReport) -> list[str]:
    """To whom copies go, one line each."""
    return [line.strip() for line in report.copies_to.splitlines() if line.strip()]
