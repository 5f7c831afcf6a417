"""Bawaslu's chamber: its keys, and fictional reports on neutrality in every state.

Nobody is meant: subjects are offices without a name, reporters are called by a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sinergi.agencies.models import Post
from sinergi.config.rehearsal.cast import PASSPHRASE
from sinergi.config.rehearsal.pictures import photo
from sinergi.config.rehearsal.playing import Play, utc
from sinergi.kernel.actors import SYSTEM
from sinergi.neutrality import drafting, law
from sinergi.neutrality.actions.closing import (
    close_case,
    confirm_closing,
    decide_case,
    finish_follow_up,
    propose_closing,
)
from sinergi.neutrality.actions.handling import (
    ask_completion,
    begin_review,
    bring_to_plenary,
    clarify_case,
    classify_case,
    delegate_case,
    expire_case,
    keep_as_information,
    refuse_registration,
    register_case,
    write_to_reporter,
)
from sinergi.neutrality.actions.handover import prepare_handover, record_answer, send_handover
from sinergi.neutrality.actions.identity import ask_identity, open_identity
from sinergi.neutrality.actions.keyring import admit_key, found_keyring
from sinergi.neutrality.actions.keys import make_key
from sinergi.neutrality.actions.letterbox import collect_letterbox
from sinergi.neutrality.letterbox import lay_identity, lay_message, lay_report
from sinergi.neutrality.models import Case, HandlerKey
from sinergi.neutrality.private_keys import open_private, seal_private
from sinergi.neutrality.receipts import code_of, open_mailbox
from sinergi.neutrality.recovery import split_key
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import Opened
from sinergi.neutrality.thresholds import Passage
from sinergi.neutrality.ticking import tick
from sinergi.neutrality.upload import SealedUpload, SealingHandler, examined

FOUNDED = utc(2024, 8, 16, 9)
MEMBER, FIRST, SECOND, KEEPER = "anggotabawaslu", "penangan", "penangan2", "pemegangidentitas"
WALK = (
    "review", "classify", "register", "clarify", "plenary", "decide", "prepare", "send", "answer",
    "finish", "close",
)  # fmt: skip
PAUSES = {"decide": 10, "prepare": 5, "send": 3, "answer": 96}  # hours before a step; else 8


@dataclass
class Tale:
    """One fictional report: when it came, what it says, and how far it went."""

    at: datetime
    subject_kind: str
    breaches: tuple[str, ...]
    subject: str
    what: str
    where: str
    until: str = ""  # the last step of WALK; empty: it waits
    then: tuple[str, ...] = ()  # what happens after it
    named: bool = True
    known: date | None = None
    pictured: bool = False
    bars: tuple[str, ...] = ()
    decision: str = "proven"
    case: Any = field(default=None, repr=False)
    code: str = field(default="", repr=False)


TALES = (
    Tale(utc(2024, 8, 19, 19), "ward_head", ("E03",), "Lurah di Kecamatan Mejayan",
         "Hadir di panggung deklarasi bakal calon dan mengajak warga bertepuk tangan.",
         "Lapangan kelurahan", "close", pictured=True),
    Tale(utc(2024, 8, 20, 12), "asn_pns", ("E02", "E04"), "Kepala seksi pada sebuah dinas",
         "Membagikan ajakan mendukung bakal calon di grup WhatsApp kantor.",
         "Grup WhatsApp kantor", "answer", ("finish",)),
    Tale(utc(2024, 8, 21, 20), "village_head", ("K29b",), "Kepala desa di Kecamatan Dolopo",
         "Memakai kendaraan desa untuk mengantar warga ke acara bakal calon.",
         "Balai desa", "send", ("identity",)),
    Tale(utc(2024, 8, 22, 7), "village_officer", ("K51b",), "Perangkat desa di Kecamatan Geger",
         "Mengumpulkan fotokopi KTP warga untuk surat dukungan.", "Rumah warga", "prepare"),
    Tale(utc(2024, 8, 23, 21), "asn_pns", ("E05",), "Guru sekolah negeri",
         "Mengunggah foto bersama bakal calon dengan salam jari.", "Media sosial", "decide",
         decision="not_proven"),
    Tale(utc(2024, 8, 25, 18), "asn_pppk", ("E01",), "Pegawai PPPK pada kantor kecamatan",
         "Memasang spanduk bakal calon di pagar kantor.", "Kantor kecamatan", "plenary",
         pictured=True),
    Tale(utc(2024, 8, 27, 10), "ward_head", ("E06",), "Sekretaris kelurahan",
         "Memperkenalkan bakal calon dalam rapat RT.", "Balai RW", "clarify"),
    Tale(utc(2024, 8, 29, 22), "village_head", ("K29c",), "Kepala desa di Kecamatan Kare",
         "Meminta perangkat desa hadir pada pendaftaran calon.", "Kantor desa", "register"),
    Tale(utc(2024, 8, 30, 9), "asn_pns", ("E04",), "Staf pada sebuah badan daerah",
         "Menyukai dan mengomentari akun pendukung bakal calon.", "Media sosial", "classify",
         ("ask",)),
    Tale(utc(2024, 9, 1, 17), "asn_pns", ("E03",), "Camat di wilayah selatan",
         "Duduk di baris depan deklarasi dan memegang alat peraga.", "Gedung serbaguna",
         "classify", ("ask", "reply"), named=False),
    Tale(utc(2024, 9, 2, 13), "tni", ("T39b",), "Anggota TNI",
         "Disebut mengantar tamu ke pertemuan tim bakal calon.", "Warung kopi", "classify",
         ("delegate",)),
    Tale(utc(2024, 9, 3, 8), "village_head", ("K29j",), "Kepala desa di Kecamatan Balerejo",
         "Kabar dari tetangga: berjanji bantuan bagi dusun yang memilih calon tertentu.",
         "Dusun krajan", "review", ("inform",), named=False),
    Tale(utc(2024, 9, 3, 15), "asn_pns", ("E02",), "Pegawai rumah sakit daerah",
         "Menyebar video kampanye dini pada jam kerja.", "Rumah sakit", "classify",
         ("expire",), known=date(2024, 8, 12)),
    Tale(utc(2024, 9, 4, 19), "asn_pns", ("E06",), "Orang yang tidak diketahui jabatannya",
         "Ada yang memakai seragam dinas di acara bakal calon, tidak jelas siapa.", "Pasar desa",
         "classify", ("refuse",)),
    Tale(utc(2024, 9, 5, 11), "organiser", ("O135",), "Anggota badan ad hoc di satu kecamatan",
         "Berfoto dengan tim bakal calon dengan salam dukungan.", "Rumah makan", "classify",
         ("propose", "confirm")),
    Tale(utc(2024, 9, 7, 16), "polri", ("L28a",), "Anggota Polri",
         "Memberi komentar dukungan di grup warga.", "Grup WhatsApp warga", "register",
         ("propose",)),
    Tale(utc(2024, 9, 8, 18), "incumbent", ("I71b",), "Pejabat pemerintah daerah",
         "Memindahkan kepala sekolah tanpa izin tertulis menteri.", "Kantor dinas", "review",
         bars=(SECOND,)),
    Tale(utc(2024, 9, 9, 12), "village_head", ("K29d",), "Kepala desa di Kecamatan Sawahan",
         "Menunda bantuan bagi warga yang memasang gambar bakal calon lain.", "Balai desa",
         pictured=True),
    Tale(utc(2024, 9, 9, 20), "asn_pns", ("E04",), "Pegawai kecamatan",
         "Bergabung dalam grup pendukung bakal calon dan membagikan jadwalnya.", "Media sosial",
         named=False),
)  # fmt: skip


def plan_chamber(play: Play, *, end: datetime) -> None:
    """Put on the stage: the keys first, then each report from its sending to where it stands."""
    play.plan(FOUNDED, partial(_found, play), certain=True)
    for number, tale in enumerate(TALES, start=1):
        play.plan(tale.at, partial(_send, play, tale, number), certain=True)
        opened = tale.at + timedelta(minutes=50)
        play.plan(opened, partial(collect_letterbox, SYSTEM, play.operation), certain=True)
        _plan_steps(play, tale, opened, end)
    hours = int((end - FOUNDED) / timedelta(hours=6))
    for turn in range(1, hours):
        play.plan(FOUNDED + timedelta(hours=6 * turn), partial(tick, play.operation), certain=True)


def _plan_steps(play: Play, tale: Tale, at: datetime, end: datetime) -> None:
    walked = WALK[: WALK.index(tale.until) + 1] if tale.until else ()
    for name in (*walked, *tale.then):
        at = min(at + timedelta(hours=PAUSES.get(name, 8)), end - timedelta(minutes=20))
        play.plan(at, partial(STEPS[name], play, tale), certain=True)


def _post(play: Play, login: str = FIRST) -> Post:
    """The post as a new request finds it."""
    return Post.objects.with_all().get(pk=play.cast.by_login[login].pk)


def _opened(play: Play, login: str) -> Opened:
    key = HandlerKey.objects.in_force().select_related("post").get(post=_post(play, login))
    return Opened(key, _secrets[key.pk])


_secrets: dict[Any, str] = {}  # of the play only, so that Argon2 is asked once for each key


def _found(play: Play) -> None:
    """The member founds the keyring, the others make their keys and are admitted."""
    split, _sheets = split_key(2, 3)
    for login in (MEMBER, FIRST, SECOND, KEEPER):
        post = _post(play, login)
        key = make_key(post, post, sealed=seal_private(age.new_pair(), PASSPHRASE))
        _secrets[key.pk] = open_private(key, PASSPHRASE)
        if login == MEMBER:
            found_keyring(post, key, split=split)
        else:
            admit_key(_post(play, MEMBER), key, opened=_opened(play, MEMBER))


def _passage(form: str) -> Passage:
    """A form that was filled in: each one is taken once."""
    return Passage(form, "rehearsal", f"{form}-{age.new_pair().recipient}")


def _send(play: Play, tale: Tale, number: int) -> None:
    day = tale.known or tale.at.date()
    sent = lay_report(
        play.operation,
        report={
            "what": tale.what, "subject_kind": tale.subject_kind, "subject": tale.subject,
            "breaches": list(tale.breaches), "day": day.isoformat(), "when": "",
            "known_on": day.isoformat(), "where": tale.where, "region": "", "witnesses": "",
            "candidate": "",
        },
        identity=_person(number) if tale.named else None,
        passage=_passage("report"),
        files=[_picture()] if tale.pictured else [],
        barred=[_post(play, login) for login in tale.bars],
    )  # fmt: skip
    tale.code = sent.code
    tale.case = _mailbox(tale).receipt.case_id


def _person(number: int) -> dict[str, str]:
    name = f"Pelapor Latihan {number}"
    return {"name": name, "address": f"Alamat latihan {number}", "phone": "", "email": ""}


def _picture() -> SealedUpload:
    content = photo("neutrality_breach", None).read()
    handler = SealingHandler()
    handler.new_file("files", "foto.jpg", "image/jpeg", len(content))
    handler.receive_data_chunk(content, 0)
    upload = handler.file_complete(len(content))
    return examined([upload] if upload else [])[0]


def _mailbox(tale: Tale) -> Any:
    box = open_mailbox(code_of(tale.code))
    if box is None:
        raise LookupError("the receipt of a tale opens its letterbox")
    return box


def _case(tale: Tale) -> Case:
    return Case.objects.whole().get(pk=tale.case)


def _classify(play: Play, tale: Tale) -> None:
    met = {row.code: True for row in law.conditions()} if "ask" not in tale.then else {}
    classify_case(
        _post(play),
        _case(tale),
        subject_kind=tale.subject_kind,
        breaches=tale.breaches,
        known_on=tale.known or tale.at.date(),
        conditions=met,
    )


def _ask(play: Play, tale: Tale) -> None:
    text = "Mohon lengkapi bukti dan keterangan tempat kejadian."
    ask_completion(_post(play), _case(tale), text=text)


def _reply(play: Play, tale: Tale) -> None:
    """The reporter answers with her receipt, and now says who she is."""
    lay_message(_mailbox(tale), "Kejadian di panggung utama, disaksikan banyak warga.",
                passage=_passage("message"))  # fmt: skip
    lay_identity(_mailbox(tale), _person(99), passage=_passage("message"))
    collect_letterbox(SYSTEM, play.operation)


def _decide(play: Play, tale: Tale) -> None:
    member = _post(play, MEMBER)
    decide_case(member, _case(tale), decision=tale.decision, reasoning="Hasil pleno (latihan).")
    text = "Laporan Anda telah diputus dalam pleno. Terima kasih."
    write_to_reporter(_post(play), _case(tale), text=text)


def _prepare(play: Play, tale: Tale) -> None:
    case = _case(tale)
    receiver = drafting.receivers(case)[0]
    choice = drafting.Choice(
        authority=receiver.authority,
        track=receiver.track,
        to=receiver.title,
        basis=receiver.basis,
        subject=tale.subject,
        summary="Dugaan pelanggaran netralitas, terbukti menurut pleno (latihan).",
        signer="Ketua Bawaslu Kabupaten Madiun",
    )
    draft = drafting.draft_of(case, _opened(play, FIRST), choice, receiver)
    prepare_handover(_post(play), case, draft=draft)


def _send_on(play: Play, tale: Tale) -> None:
    send_handover(_post(play), _case(tale).handovers.get())


def _answer(play: Play, tale: Tale) -> None:
    handover = _case(tale).handovers.get()
    sanction = next(iter(law.sanctions(handover.track)), "")
    record_answer(
        _post(play),
        handover,
        answered_at=play.moment,
        outcome="sanctioned" if sanction else "no_sanction",
        sanction=sanction,
        text="Telah ditindaklanjuti sesuai ketentuan (latihan).",
    )


def _identity(play: Play, tale: Tale) -> None:
    """A handler asks, the keeper opens: two persons, for a day."""
    reason = "Klarifikasi alamat pelapor untuk surat pemberitahuan."
    asked = ask_identity(_post(play), _case(tale), reason=reason, opened=_opened(play, FIRST))
    open_identity(_post(play, KEEPER), asked, opened=_opened(play, KEEPER))


Step = Callable[[Play, Tale], object]
STEPS: dict[str, Step] = {
    "review": lambda play, tale: begin_review(_post(play), _case(tale)),
    "classify": _classify,
    "register": lambda play, tale: register_case(_post(play), _case(tale)),
    "clarify": lambda play, tale: clarify_case(_post(play), _case(tale)),
    "plenary": lambda play, tale: bring_to_plenary(_post(play), _case(tale)),
    "decide": _decide,
    "prepare": _prepare,
    "send": _send_on,
    "answer": _answer,
    "finish": lambda play, tale: finish_follow_up(_post(play), _case(tale)),
    "close": lambda play, tale: close_case(_post(play), _case(tale)),
    "ask": _ask,
    "reply": _reply,
    "identity": _identity,
    "inform": lambda play, tale: keep_as_information(
        _post(play), _case(tale), reason="Belum ada identitas dan bukti."
    ),
    "expire": lambda play, tale: expire_case(_post(play), _case(tale)),
    "refuse": lambda play, tale: refuse_registration(
        _post(play), _case(tale), reason="Terlapor tidak dapat dikenali."
    ),
    "delegate": lambda play, tale: delegate_case(
        _post(play), _case(tale), level="province", reason="Ditangani tingkat provinsi."
    ),
    "propose": lambda play, tale: propose_closing(
        _post(play), _case(tale), reason="Sudah ditangani lembaga lain."
    ),
    "confirm": lambda play, tale: confirm_closing(_post(play, SECOND), _case(tale)),
}
