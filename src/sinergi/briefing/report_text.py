"""The short text of a report, to be sent on by chat: numbers alone where it is restricted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from sinergi.briefing import report_display as shown
from sinergi.briefing.models import SituationReport
from sinergi.briefing.report_paper import SITUATIONS, TITLES, absolute
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time, long_date

LONGEST = 1_500  # characters: what a chat shows without being unfolded twice
LONGEST_WORDS = 260  # of one field
NAMED = 4  # agencies that have not told, by name


def short_text(report: SituationReport) -> str:
    """In Indonesian, with the marks of a chat for bold. Never longer than LONGEST.

    What people wrote is in it only when the report is for everybody; a restricted one gives its
    numbers and its address, which asks for a sign-in.
    """
    with override("id"):
        lines = [line for line in _lines(report) if line]
    address = f"Selengkapnya: {absolute(report.get_absolute_url())}"
    text = "\n".join(lines)
    room = LONGEST - len(address) - 2
    return f"{text if len(text) <= room else text[: room - 2].rsplit(' ', 1)[0] + ' …'}\n{address}"


def _lines(report: SituationReport) -> Iterator[str]:
    if report.operation.is_exercise:
        yield "*LATIHAN — bukan kejadian sebenarnya*"
    yield f"*{TITLES[report.kind].upper()}* {report.region}"
    yield report.subject
    if report.number:
        yield f"No. {report.number}"
    yield f"Per {_moment(report)}"
    if report.situation:
        yield f"Situasi umum: *{SITUATIONS[report.situation]}*"
    yield from _numbers(report)
    if report.classification == "ordinary":
        yield from _words(report)
    coming = shown.coming_of(report)
    if coming:
        yield "Berikutnya: " + "; ".join(one.title for one in coming[:3])
    yield _silent(report)


def _moment(report: SituationReport) -> str:
    at = local(report.until_at)
    return f"{long_date(at.date())} pukul {clock_time(at)}"


def _numbers(report: SituationReport) -> Iterator[str]:
    told = {one.key: one for one in shown.numbers_of(report)}

    def say(key: str) -> str:
        one = told[key]
        return f"{one.value}/{one.of}" if one.of is not None else f"{one.value}{_trend(one)}"

    if "incidents_reported" not in told:
        return
    yield (
        f"Kejadian: {say('incidents_reported')}, kritis {say('incidents_critical')}; "
        f"terbuka {say('incidents_open')}, lewat tenggat {say('incidents_late')}"
    )
    if told["alerts_sent"].value or told["alerts_running"].value:
        yield f"Peringatan: dikirim {say('alerts_sent')}, masih berlaku {say('alerts_running')}"
    yield (f"Selesai: {say('incidents_settled')}, di tingkat desa {say('settled_in_village')}")
    yield f"Posko melapor: {say('desks_confirmed')}, diam {say('desks_silent')}"
    yield f"Tindak lanjut lewat tenggat: {say('followups_overdue')}"
    if "readiness" in told:
        share = told["readiness"].share
        yield f"Kesiapan tahapan berikut: {say('readiness')}" + (f" ({share} %)" if share else "")


def _trend(one: shown.Number) -> str:
    return "" if one.change in ("", "same") else f" ({one.arrow} dari {one.before})"


def _words(report: SituationReport) -> Iterator[str]:
    for code in ("general", "prediction"):
        text = " ".join(report.texts.get(code, "").split())
        if len(text) > LONGEST_WORDS:
            text = text[:LONGEST_WORDS].rsplit(" ", 1)[0] + " …"
        if text:
            yield text if code == "general" else f"Prediksi 24 jam: {text}"


def _silent(report: SituationReport) -> str:
    names = [
        part.agency.name for part in report.parts.select_related("agency") if not part.is_given
    ]
    if not names:
        return ""
    rest = f" dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
    return f"Belum melapor: {', '.join(names[:NAMED])}{rest}"
