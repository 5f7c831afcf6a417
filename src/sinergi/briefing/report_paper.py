"""The paper of a situation report. Its text is Indonesian by law (UU 24/2009 art. 27)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from sinergi.agencies.models import Post
from sinergi.briefing import report_display as shown
from sinergi.briefing.models import ReportCorrection, ReportPart, SituationReport
from sinergi.incidents.papers import letterhead, places_of, seat_of
from sinergi.kernel.clock import local
from sinergi.kernel.documents import issue_document
from sinergi.kernel.indonesian import clock_time, long_date, long_day, long_moment
from sinergi.kernel.models import OfficialDocument

TEMPLATE = "briefing/situation_report.typ"
TITLES = {
    "daily": "Laporan Situasi Harian",
    "nil": "Laporan Situasi Harian (Nihil)",
    "special": "Laporan Situasi Khusus",
    "monthly": "Laporan Bulanan Forum Koordinasi",
}
SERIES = {"monthly": "LBF"}  # else LAPSIT
SITUATIONS = {"calm": "AMAN/KONDUSIF", "alert": "WASPADA", "critical": "RAWAN"}
CLASSES = {"ordinary": "BIASA", "restricted": "TERBATAS"}
LEVELS = {"regency": "Kabupaten/Kota", "district": "Kecamatan", "province": "Provinsi"}
STATES = {"signed": "ditandatangani", "nil": "nihil, ditandatangani"}


def issue_paper(
    by: Post, report: SituationReport, earlier: Sequence[ReportCorrection]
) -> OfficialDocument:
    """Number, set and seal it. Call it inside the action that publishes."""
    return issue_document(
        "Laporan situasi",
        TEMPLATE,
        paper_data(report, earlier),
        by=by,
        operation=report.operation,
        region_code=report.region_id,
        title=title_of(report),
        series=SERIES.get(report.kind, "LAPSIT"),
    )


def title_of(report: SituationReport) -> str:
    """Laporan Situasi Harian 10 September 2024"""
    if report.kind == "monthly":
        return f"{TITLES['monthly']} {long_date(local(report.from_at).date()).split(' ', 1)[1]}"
    return f"{TITLES[report.kind]} {long_date(report.day)}"


def paper_data(report: SituationReport, earlier: Iterable[ReportCorrection]) -> dict[str, Any]:
    """Everything that the paper prints, as plain JSON. Seven statements."""
    parts = list(report.parts.select_related("agency", "report"))
    places = places_of(report.region_id)
    with override("id"):
        return {
            "letterhead": letterhead(report.desk, places),
            "title": TITLES[report.kind],
            "subject": report.subject,
            "classification": CLASSES[report.classification],
            "situation": SITUATIONS.get(report.situation, ""),
            "tone": report.situation,
            "facts": _facts(report, str(places.get(report.desk.level, report.region))),
            "before": report.kind != "special" and _has_before(report),
            "numbers": [_number(one) for one in shown.numbers_of(report)],
            "splits": [
                {"title": str(one.title), "rows": [_number(row) for row in one.rows]}
                for one in shown.splits_of(report)
            ],
            "critical": [_line(one) for one in shown.critical_of(report)],
            "alerts": [_line(one) for one in shown.alerts_of(report)],
            "blocks": [_block(one) for one in shown.blocks_of(report, parts)],
            "overdue": [_line(one) for one in shown.overdue_of(report)],
            "overdue_rest": shown.rest_of(report, "overdue"),
            "meetings": [_line(one) for one in shown.meetings_of(report)],
            "activities": [_line(one) for one in shown.activities_of(report)],
            "coming": [_line(one) for one in shown.coming_of(report)],
            "milestones": report.figures.get("facts", {}).get("milestones", []),
            "neutrality": _neutrality(report),
            "vulnerable": [_line(one) for one in shown.vulnerable_of(report)],
            "corrections": [_correction(one) for one in earlier],
            "parts": [_part(one) for one in parts],
            "missing": [one.agency.name for one in parts if not one.is_given],
            "made": _signer("Pembuat laporan", report.completed_by, report.completed_at),
            "approved": _signer("Menyetujui", report.approved_by, report.approved_at),
            "place_and_date": _place_and_date(report, seat_of(report.desk, places)),
            "copies": shown.copies_of(report),
        }


def _has_before(report: SituationReport) -> bool:
    return any("before" in told for told in report.figures.get("numbers", {}).values())


def _facts(report: SituationReport, place: str) -> list[list[str]]:
    rows = [
        ["Hari, tanggal", long_day(report.day)],
        ["Periode", f"{_short(report.from_at)} s.d. {_short(report.until_at)}"],
        ["Tingkat dan wilayah", f"{LEVELS[report.desk.level]}: {place}"],
        ["Tahapan", "; ".join(shown.stages_of(report)) or "di luar tahapan"],
    ]
    coming = shown.stages_of(report, "stages_next")
    return [*rows, ["Tahapan berikut", coming[0]]] if coming else rows


def _short(moment: Any) -> str:
    shown_at = local(moment)
    return f"{long_date(shown_at.date())} pukul {clock_time(shown_at)}"


def absolute(path: str) -> str:
    """The full address of a page, for paper."""
    return settings.PUBLIC_URL.rstrip("/") + path if path else ""


def _number(one: shown.Number) -> dict[str, Any]:
    value = f"{_digits(one.value)} dari {_digits(one.of)}" if one.of is not None else ""
    return {
        "title": str(one.title),
        "value": value or _digits(one.value),
        "before": "" if one.before is None else _digits(one.before),
        "change": one.change,
        "url": absolute(one.url),
    }


def _digits(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _line(one: shown.Line) -> dict[str, str]:
    at = long_date(one.day) if one.day else _short(one.at) if one.at else ""
    return {"title": one.title, "place": one.place, "at": at, "note": one.note,
            "figure": one.figure,
            "url": absolute(one.url)}  # fmt: skip


def _block(one: shown.Block) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": str(one.title),
        "text": one.text,
        "entries": [{"agency": entry.agency, "text": entry.text} for entry in one.entries],
    }


def _neutrality(report: SituationReport) -> dict[str, Any] | None:
    told = report.figures.get("facts", {}).get("neutrality")
    if told is None:
        return None
    return {"until": long_date(date.fromisoformat(told["until"])), "total": told["total"]}


def _correction(one: ReportCorrection) -> dict[str, str]:
    return {"number": one.report.number, "what": one.what}


def _part(one: ReportPart) -> dict[str, Any]:
    return {
        "agency": one.agency.name,
        "state": STATES.get(one.state, "belum melapor"),
        "at": _short(one.signed_at) if one.signed_at else "",
        "by": one.signed_by,
        "late": one.is_given and one.is_late,
        "given": one.is_given,
        "digest": one.digest[:16],
    }


def _signer(above: str, role: str, at: Any) -> dict[str, str]:
    return {"above": above, "role": role, "note": long_moment(local(at)) if at else ""}


def _place_and_date(report: SituationReport, place: str) -> str:
    moment = report.published_at or report.until_at
    return f"{place}, {long_date(local(moment).date())}"
