"""Situation reports: a month, three days that are published, and today's, which is collected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sinergi.agencies.models import Desk, Post
from sinergi.briefing.actions import (
    approve_report,
    complete_report,
    freeze_report,
    note_correction,
    open_report,
    publish_report,
    say_nil,
    set_report_schedule,
    sign_part,
    write_part,
)
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.briefing.report_ticking import tick
from sinergi.config.rehearsal.cast import HOME
from sinergi.config.rehearsal.playing import Play, utc
from sinergi.kernel.actors import SYSTEM

COPIES = "Gubernur Jawa Timur\nKetua DPRD Kabupaten Madiun\nArsip"
DAYS = (7, 8, 9)  # September; the tenth is the day of the rehearsal
SILENT = {7: ("kejari",), 8: ("polreskota", "bpbd"), 9: ()}
LATE = {7: (), 8: ("kejari",), 9: ("kejari",)}
NIL = ("kejari", "polreskota", "bpbd")
WORDS: dict[str, dict[str, str]] = {
    "bakesbangpol": {
        "ideology": "Tidak ada kegiatan yang bertentangan dengan Pancasila dan UUD 1945.",
        "politics": "Partai pengusung melengkapi dokumen perbaikan; situasi di kantor KPU tertib.",
        "steps": "Posko Desk Pilkada memantau laporan dari seluruh kecamatan.",
    },
    "polres": {
        "security": "Patroli di titik kumpul perguruan silat; situasi terkendali.",
        "campaign": "Belum memasuki masa kampanye; tidak ada STTP yang diterbitkan.",
        "steps": "Patroli gabungan malam hari bersama Kodim dan Satpol PP.",
    },
    "kodim": {
        "security": "Babinsa berada di desa binaan; tidak ada kerawanan baru.",
        "steps": "Mendampingi posko desa dalam konfirmasi harian.",
    },
    "kpu": {
        "logistics": "Pengadaan kotak suara tahap pertama sesuai jadwal.",
        "steps": "Penelitian dokumen perbaikan calon dilanjutkan.",
    },
    "bawaslu": {
        "neutrality": "Imbauan netralitas disampaikan kepada perangkat daerah dan desa.",
        "steps": "Panwascam mengawasi penelitian dokumen.",
    },
    "satpolpp": {
        "security": "Penertiban spanduk yang menutup rambu lalu lintas di tiga ruas jalan.",
        "steps": "Berkoordinasi dengan pemilik spanduk melalui kecamatan.",
    },
    "bpbd": {
        "weather": "Cerah berawan; peringatan dini kekeringan di kecamatan bagian utara.",
        "steps": "Pengiriman air bersih ke dua desa.",
    },
    "kejari": {"security": "Tidak ada perkara baru yang berkaitan dengan pemilihan."},
}
SECRETARIAT = {
    7: ("calm", "Secara umum situasi wilayah aman dan kondusif; perselisihan selesai di desa."),
    8: ("alert", "Aman dengan catatan: gesekan perguruan silat di wilayah barat perlu perhatian."),
    9: ("calm", "Situasi aman dan kondusif. Persiapan rapat koordinasi Forkopimda berjalan."),
}
PREDICTION = "Kegiatan partai di kecamatan; kerumunan di sekitar kantor KPU mungkin terjadi."
SUGGESTION = "Posko desa yang belum mengonfirmasi hari agar dihubungi oleh kecamatan."
MONTH = {
    "general": "Selama bulan Agustus situasi kabupaten aman dan kondusif.",
    "coordination": "Rapat koordinasi Forkopimda dan rapat desk dilaksanakan sesuai rencana.",
    "problems": "Perselisihan antarwarga, penempatan alat peraga, dan gesekan perguruan silat.",
    "solution": "Musyawarah di posko desa; yang tidak selesai ditangani kecamatan.",
    "followup": "Arahan rapat menjadi tindak lanjut dengan tenggat dan penanggung jawab.",
    "suggestions": "Penguatan patroli bersama menjelang penetapan pasangan calon.",
}

OF_THE_MONTH: dict[str, dict[str, str]] = {
    "polres": {"problems": "Gesekan perguruan silat.", "solution": "Pertemuan para ketua."},
    "kodim": {"followup": "Babinsa mendampingi posko desa."},
    "kpu": {"suggestions": "Percepatan dukungan gudang logistik."},
    "bawaslu": {},
}


def plan_reports(play: Play) -> None:
    """Put on the stage the schedule, the month of August, three days, and this morning."""
    plan = partial(_plan, play)
    plan(utc(2024, 9, 2, 9), partial(_month, play))
    plan(utc(2024, 9, 6, 21), partial(_schedule, play))
    for day in (*DAYS, 10):
        plan(utc(2024, 9, day, 6, 1), partial(tick, play.operation))
    for day in DAYS:
        plan(utc(2024, 9, day, 20, 0), partial(tick, play.operation))
        plan(utc(2024, 9, day, 20, 20), partial(_tell, play, day))
        plan(utc(2024, 9, day, 20, 45), partial(_issue, play, day))
    plan(utc(2024, 9, 9, 9), partial(_correct, play))
    plan(utc(2024, 9, 10, 7, 40), partial(_this_morning, play))


def _plan(play: Play, at: datetime, step: Any) -> None:
    play.plan(at, step, certain=True)


def _desk(play: Play, code: str = "") -> Desk:
    rows = Desk.objects.select_related("operation", "region")
    return rows.get(operation=play.operation, region=code or play.operation.region_code)


def _schedule(play: Play) -> None:
    set_report_schedule(
        play.cast.by_login["bakesbangpol"], _desk(play), opens=time(6), cut_off=time(20),
        minutes_for_parts=30, copies_to=COPIES,
    )  # fmt: skip


def _report(play: Play) -> SituationReport:
    """The newest of the regency that is not published."""
    rows = SituationReport.objects.whole().of_days()
    return rows.filter(region_id=play.operation.region_code).exclude(state="published")[0]


def _tell(play: Play, day: int) -> None:
    """The agencies give their parts; some in one tap, some not at all."""
    report = _report(play)
    for login, words in WORDS.items():
        if login not in (*SILENT[day], *LATE[day]):
            _give(play.cast.by_login[login], report, {} if login in NIL else words)
    quiet = "polreskota"
    if quiet not in SILENT[day]:
        _give(play.cast.by_login[quiet], report, {})


def _give(post: Post, report: SituationReport, words: Mapping[str, str]) -> None:
    rows = ReportPart.objects.select_related("report__operation", "report__desk", "agency")
    part = rows.filter(report=report, agency=post.agency).first()
    if part is None:
        return
    if words:
        sign_part(post, write_part(post, part, texts=words))
    else:
        say_nil(post, part)


def _issue(play: Play, day: int) -> None:
    """What came late still goes in; then it is completed, approved by the chair, published."""
    report, cast = _report(play), play.cast.by_login
    for login in LATE[day]:
        _give(cast[login], report, {})
    situation, general = SECRETARIAT[day]
    texts = {"general": general, "prediction": PREDICTION, "suggestions": SUGGESTION}
    complete_report(cast["bakesbangpol"], report, situation=situation, texts=texts,
                    copies_to=COPIES)  # fmt: skip
    approve_report(cast["sekda"], report)
    publish_report(cast["bakesbangpol"], report)


def _correct(play: Play) -> None:
    """Noted the morning after: the next report says it."""
    last = SituationReport.objects.published().of_days().whole()[0]
    note_correction(
        play.cast.by_login["bakesbangpol"], last,
        what="Gesekan perguruan silat terjadi di satu kecamatan, bukan dua.",
    )  # fmt: skip


def _this_morning(play: Play) -> None:
    """Today's report is collected: few have given their part; one district has its own."""
    report, cast = _report(play), play.cast.by_login
    _give(cast["kodim"], report, WORDS["kodim"])
    _give(cast["kpu"], report, {})
    until = utc(2024, 9, 10, 18)
    camat = cast["camat"]
    made = open_report(
        camat, _desk(play, HOME[:8]), kind="daily", from_at=until - timedelta(days=1),
        until_at=until, parts_due_at=until + timedelta(minutes=30),
    )  # fmt: skip
    _give(camat, made, {"politics": "Situasi kecamatan tertib.", "steps": "Apel pagi bersama."})


def _month(play: Play) -> None:
    """August, of the forum: PP 12/2022 art. 27-28."""
    coordinator, chair = play.cast.by_login["bakesbangpol"], play.cast.by_login["sekda"]
    made = open_report(
        coordinator, _desk(play), kind="monthly", from_at=utc(2024, 8, 1, 0),
        until_at=utc(2024, 9, 1, 0), copies_to=COPIES,
    )  # fmt: skip
    freeze_report(SYSTEM, made)
    for login in ("polres", "kodim", "kpu", "bawaslu"):
        _give(play.cast.by_login[login], made, OF_THE_MONTH[login])
    complete_report(coordinator, made, situation="calm", texts=MONTH, copies_to=COPIES)
    approve_report(chair, made)
    publish_report(coordinator, made)
