"""The words of the papers that go with a hand-over: the letter, the sheet, the reminder."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import long_date, long_day
from sinergi.neutrality import clocks, clockwork, law
from sinergi.neutrality.drafting import Draft
from sinergi.neutrality.letters import (
    NATURE,
    TITLE,
    Attachment,
    case_facts,
    digests,
    files_text,
)
from sinergi.neutrality.models import Case, Handover

FORWARDING, SHEET = "neutrality/forwarding_letter.typ", "neutrality/case_sheet.typ"
LETTER_FILE, SHEET_FILE, FACTS_FILE = "surat-penerusan.pdf", "berkas-penerusan.pdf", "case.json"
REMINDER_RULE = "reply_reminder"
CLOSING = "Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih."
CONFIDENTIAL = (
    "Naskah ini memuat informasi yang dikecualikan (UU 14/2008 pasal 17) dan data pribadi "
    "(UU 27/2022); identitas pelapor dirahasiakan (UU 31/2014 pasal 5). Mohon dijaga "
    "kerahasiaannya."
)
CONDITIONS = {"formal": "Syarat formal", "material": "Syarat materiel"}


def facts_bytes(draft: Draft) -> bytes:
    """`case.json`: the same facts always give the same bytes."""
    return json.dumps(draft.facts, indent=2, ensure_ascii=False, sort_keys=True).encode()


def reply_due(case: Case, draft: Draft) -> datetime:
    """Until when the letter asks for an answer."""
    rules = law.deadlines(local(now()).date())
    rule = rules.get(draft.receiver.reply) or rules[REMINDER_RULE]
    return clocks.due_at(rule, now(), clockwork.zone_of(case))


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def letter_data(case: Case, draft: Draft, files: list[Attachment]) -> dict[str, Any]:
    """The letter that hands the case on."""
    choice = draft.choice
    return {
        "title": TITLE,
        "nature": NATURE,
        "attachments": files_text(len(files)),
        "subject": "Penerusan dugaan pelanggaran netralitas",
        "to": [*lines_of(choice.to), "di tempat"],
        "parts": [
            {"text": "Bersama ini kami teruskan perkara tersebut di bawah kepada Saudara, untuk "
                     "ditindaklanjuti sesuai dengan kewenangan Saudara."},
            {"heading": "Dasar", "points": lines_of(choice.basis)},
            {"heading": "Pokok perkara", "facts": case_facts(case, choice.subject)},
            {"heading": "Uraian singkat", "text": choice.summary},
            {
                "heading": "Lampiran (dalam paket penerusan)",
                "digests": digests(files),
                "after": "Keaslian setiap berkas dapat diperiksa dengan mencocokkan nilai SHA-256 "
                         "di atas dengan berkas dalam paket (sha256sum -c digests.txt).",
            },
            {"heading": "Permintaan", "text": _request(case, draft)},
        ],
        "closing": CLOSING,
        "signatory": {"role": choice.signer},
        "copies": lines_of(choice.copies),
    }  # fmt: skip


def _request(case: Case, draft: Draft) -> str:
    due = long_day(local(reply_due(case, draft)).date())
    return (
        f"Mohon kiranya Saudara menyampaikan jawaban tertulis tentang tindak lanjut perkara ini "
        f"kepada {case.agency.name} paling lambat {due}, dengan menyebut nomor surat ini. "
        f"{CONFIDENTIAL}"
    )


def sheet_data(case: Case, draft: Draft) -> dict[str, Any]:
    """The sheet of the case: conditions, chronology, decision, description."""
    facts = draft.facts
    return {
        "title": TITLE,
        "heading": "Berkas penerusan",
        "under": f"Perkara Nomor {case.number}",
        "note": CONFIDENTIAL,
        "parts": [
            {"heading": "Pokok perkara", "facts": case_facts(case, draft.choice.subject)},
            *_conditions(facts["conditions"]),
            {"heading": "Kronologi penanganan", "ruled": _chronology(facts["chronology"])},
            {"heading": "Uraian singkat", "text": facts["summary"]},
            *_own_words(facts["report"]),
            *_decision(facts["decision"]),
            *_evidence(draft),
        ],
        "signatory": {"role": draft.choice.signer},
    }


def _conditions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for kind, heading in CONDITIONS.items():
        items = [{"label": row["title"], "checked": row["fulfilled"]} for row in rows
                 if row["kind"] == kind]  # fmt: skip
        if items:
            found.append({"heading": heading, "checklist": items})
    return found


def _chronology(steps: list[dict[str, str]]) -> dict[str, Any]:
    rows = [[step["shown"], step["step"]] for step in steps]
    return {"headers": ["Tanggal", "Langkah"], "rows": rows, "widths": ["auto", 1]}


def _own_words(report: dict[str, Any] | None) -> list[dict[str, Any]]:
    if report is None:
        return []
    told = [
        ("Waktu", report["when"] or report["day"]),
        ("Tempat", report["where"]),
        ("Saksi", report["witnesses"]),
    ]
    shown = [(label, value) for label, value in told if value]
    return [{"heading": "Isi laporan", "text": report["what"], "facts": shown}]


def _decision(decision: dict[str, str]) -> list[dict[str, Any]]:
    text = decision["reasoning"] or "–"
    return [{"heading": f"Keputusan pleno: {decision['title']}", "text": text}]


def _evidence(draft: Draft) -> list[dict[str, Any]]:
    files = [Attachment(one.name, one.size, one.sha256) for one in draft.evidence]
    told: dict[str, Any] = {"heading": "Bukti"}
    if files:
        told["digests"] = digests(files)
    else:
        told["text"] = "Tidak ada berkas bukti yang diserahkan."
    if draft.left_out:
        told["after"] = (
            f"{draft.left_out} berkas tidak disertakan karena dapat mengungkap pembuatnya. Berkas "
            "itu dapat diminta kepada pengirim surat ini dengan alasan."
        )
    return [told]


def reminder_data(handover: Handover, receiver_to: str, signer: str, due: datetime
                  ) -> dict[str, Any]:  # fmt: skip
    """The letter that asks for the answer that has not come."""
    sent = local(handover.sent_at).date() if handover.sent_at else local(now()).date()
    asked = (
        f"Menyusul surat kami Nomor {handover.number} tanggal {long_date(sent)} tentang penerusan "
        f"dugaan pelanggaran netralitas, sampai hari ini jawaban Saudara belum kami terima; "
        f"jawaban itu dimohon paling lambat {long_day(local(due).date())}."
    )
    return {
        "title": TITLE,
        "nature": NATURE,
        "attachments": "–",
        "subject": "Pengingat jawaban atas penerusan",
        "to": [*lines_of(receiver_to), "di tempat"],
        "parts": [
            {"text": asked},
            {"text": "Mohon kiranya Saudara segera menyampaikan jawaban tertulis tentang tindak "
                     f"lanjut perkara itu. {CONFIDENTIAL}"},
        ],
        "closing": CLOSING,
        "signatory": {"role": signer},
        "copies": [],
    }  # fmt: skip


def receipt_data(case: Case, papers: list[str], complete_by: datetime | None) -> dict[str, Any]:
    """What a reporter is given: number, day, papers, receiver, and by when to complete it."""
    deadline = (
        f"Apabila laporan belum lengkap, pelapor melengkapinya paling lambat "
        f"{long_day(local(complete_by).date())}."
        if complete_by
        else "Apabila laporan belum lengkap, pelapor diberi tahu apa yang kurang dan sampai kapan "
        "dapat dilengkapi."
    )
    return {
        "title": TITLE,
        "opening": f"{case.agency.name} telah menerima laporan dugaan pelanggaran netralitas.",
        "facts": [
            ("Nomor laporan", case.number),
            ("Diterima hari/tanggal", long_day(case.arrived_on)),
        ],
        "papers": papers,
        "deadline": deadline,
        "signatures": [{"role": "Pelapor"}, {"role": "Penerima laporan"}],
    }
