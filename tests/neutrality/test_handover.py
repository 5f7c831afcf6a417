"""A case is handed on: only what law and handler want leaves, and nothing stays in clear."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from sinergi.agencies.models import Post
from sinergi.kernel import documents
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.neutrality import drafting, handover, law
from sinergi.neutrality.actions import handover as actions
from sinergi.neutrality.actions.closing import decide_case
from sinergi.neutrality.casebook import write_leaf
from sinergi.neutrality.models import Case, Handover, Leaf, Paper, SealedFile
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.store import keep_sealed, open_kept
from sinergi.neutrality.sealing.words import seal_words
from tests.factories import World
from tests.factories_neutrality import IDENTITY, Chamber, chamber, sealed_case

SUMMARY = "Terlapor membagikan bahan kampanye kepada warga dalam kegiatan kelurahan."
REASONING = "Pleno menilai unsur terpenuhi berdasarkan tiga alat bukti."


@pytest.fixture
def keys(world: World) -> Chamber:
    return chamber(world)


@pytest.fixture
def by(world: World) -> Post:
    return world.post("bawaslu_handler")


def decided(world: World, decision: str = "proven", breach: str = "D08", **report: Any) -> Case:
    """A case that the plenary decided, with one piece of evidence and an identity."""
    case = sealed_case(world, state="plenary", identity=IDENTITY, **report)
    case.subject_kind, case.breaches = "asn_pns", [breach]
    case.registered_at, case.origin = now(), Case.Origin.REPORT
    case.conditions = {"time_and_place": True}
    case.save()
    evidence(case)
    return decide_case(world.post("bawaslu_member"), case, decision=decision, reasoning=REASONING)


def evidence(case: Case, content: bytes = b"foto tanpa metadata", name: str = "milik-budi.jpg"
             ) -> SealedFile:  # fmt: skip
    """A photo of the reporter, stripped."""
    about = {
        "name": name, "media_type": "image/jpeg", "size": 99, "sha256": "a" * 64,
        "shown_sha256": hashlib.sha256(content).hexdigest(), "shown_type": "image/jpeg",
    }  # fmt: skip
    return SealedFile.objects.create(
        case=case,
        leaf=case.leaves.get(kind=Leaf.Kind.REPORT),
        about=seal_words(about, case.content_recipient),
        shown_path=keep_sealed(io.BytesIO(content), case.content_recipient),
        original_path=keep_sealed(
            io.BytesIO(b"asli"), case.identity_recipient, case.content_recipient
        ),
        original_layers=2,
        day=case.arrived_on,
    )


def draft(case: Case, keys: Chamber, **changes: Any) -> drafting.Draft:
    """What the handler chose: the first who receives it."""
    receiver = drafting.receivers(case)[0]
    told = {
        "authority": receiver.authority, "track": receiver.track, "to": receiver.address_to,
        "basis": receiver.basis, "subject": "Lurah Contoh", "summary": SUMMARY,
        "signer": "Ketua Bawaslu", **changes,
    }  # fmt: skip
    return drafting.draft_of(case, keys.opened(), drafting.Choice(**told), receiver)


def prepared(world: World, keys: Chamber, **changes: Any) -> Handover:
    case = decided(world)
    row = actions.prepare_handover(
        world.post("bawaslu_handler"), case, draft=draft(case, keys, **changes)
    )
    return Handover.objects.select_related("case__operation", "case__agency").get(pk=row.pk)


def sent(world: World, keys: Chamber) -> Handover:
    return actions.send_handover(world.post("bawaslu_handler"), prepared(world, keys))


def unpacked(pieces: Iterator[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_what_is_handed_on_lies_sealed_and_its_words_nowhere_else(
    world: World, keys: Chamber
) -> None:
    row = prepared(world, keys)
    secret = secret_of(row.case, keys.opened())
    with open_kept(row.letter_path, secret) as kept:
        assert kept.read(5) == b"%PDF-"
    with pytest.raises(age.Unreadable):
        open_kept(row.letter_path, keys.secrets["identity_keeper"])
    journal = json.dumps(
        list(JournalEntry.objects.values_list("changes", "facts", "subject_label")), default=str
    )
    for word in (SUMMARY, REASONING, "Lurah Contoh", "milik-budi"):
        assert word not in journal
    assert row.basis and row.number.startswith("PN/")


def test_anyone_verifies_the_letter_and_learns_nothing_of_it(world: World, keys: Chamber) -> None:
    row = prepared(world, keys)
    found = documents.find_document(row.letter_code.lower())
    assert found is not None
    assert (found.number, found.sha256) == (row.number, row.letter_sha256)
    assert found.issued_by == row.case.agency.name
    assert found.data == {} and row.case.number not in f"{found.title}{found.kind}"
    with open_kept(row.letter_path, secret_of(row.case, keys.opened())) as kept:
        assert documents.is_same_file(found, kept)
    sheet = row.papers.get(kind=Paper.Kind.SHEET)
    assert documents.find_document(sheet.code) is not None
    assert documents.find_document("0" * 10) is None


def test_the_package_holds_what_the_letter_lists_and_no_reporter(
    world: World, keys: Chamber
) -> None:
    row = prepared(world, keys)
    package = handover.package_for(row, keys.opened())
    archive = unpacked(handover.stream_of(package))
    assert archive.namelist() == [
        "BACA-SAYA.txt", "surat-penerusan.pdf", "berkas-penerusan.pdf", "case.json",
        "bukti/01.jpg", "manifest.json", "digests.txt",
    ]  # fmt: skip
    facts = json.loads(archive.read("case.json"))
    assert facts["format"] == "sinergi-neutrality-handover/1"
    assert facts["report"] is None and facts["summary"] == SUMMARY
    assert facts["decision"]["reasoning"] == REASONING
    assert archive.read("bukti/01.jpg") == b"foto tanpa metadata"
    whole = b"".join(archive.read(name) for name in [*archive.namelist()[:1], "case.json"])
    for word in ("Pelapor Contoh", "milik-budi", "stiker"):
        assert word.encode() not in whole


def test_the_package_is_the_same_each_time_and_its_digest_is_kept_before_it_leaves(
    world: World, keys: Chamber, by: Post, clock: Any
) -> None:
    row = prepared(world, keys)
    first = handover.digest_of(handover.package_for(row, keys.opened()))
    clock.forward(days=1)
    again = b"".join(handover.stream_of(handover.package_for(row, keys.opened())))
    assert hashlib.sha256(again).hexdigest() == first
    actions.take_handover_package(by, row, sha256=first, encrypted=False)
    assert Handover.objects.get(pk=row.pk).package_sha256 == first
    entry = JournalEntry.objects.get(verb="handover.package_taken")
    assert entry.facts["sha256"] == first and entry.audience == [row.case.agency_id]


def test_a_package_for_one_authority_opens_with_its_key_alone(world: World, keys: Chamber) -> None:
    row, pair = prepared(world, keys), age.new_pair()
    package = handover.package_for(row, keys.opened())
    sealed = b"".join(handover.encrypted_stream(package, pair.recipient))
    opened = age.open_sealed(sealed, pair.secret)
    assert opened == b"".join(handover.stream_of(package))


def test_the_reporters_own_words_go_only_when_the_handler_says_so(
    world: World, keys: Chamber
) -> None:
    row = prepared(world, keys, own_words=True)
    facts = handover.package_for(row, keys.opened()).facts
    assert facts["report"]["what"].startswith("Lurah membagikan")


def test_only_an_authority_that_the_law_names_receives_it(
    world: World, keys: Chamber, by: Post
) -> None:
    case = decided(world)
    wrong = draft(case, keys, authority="kpu_regency", track="administrative")
    with pytest.raises(Problem):
        actions.prepare_handover(by, case, draft=wrong)
    case.barred_authorities = ["bkn"]
    case.save()
    assert "bkn" not in {row.authority for row in drafting.receivers(case)}


def test_it_is_handed_to_one_authority_once(world: World, keys: Chamber, by: Post) -> None:
    row = prepared(world, keys)
    with pytest.raises(Problem):
        actions.prepare_handover(by, row.case, draft=draft(row.case, keys))
    actions.withdraw_handover(by, row, reason="Alamat keliru.")
    assert actions.prepare_handover(by, row.case, draft=draft(row.case, keys))


def test_a_case_that_was_not_proven_is_not_handed_on(world: World, keys: Chamber, by: Post) -> None:
    case = decided(world, decision="not_proven")
    with pytest.raises(Problem):
        actions.prepare_handover(by, case, draft=draft(case, keys))


def test_sending_it_lets_the_time_to_answer_run(world: World, keys: Chamber) -> None:
    row = sent(world, keys)
    assert Case.objects.get(pk=row.case_id).state == "forwarded"
    running = row.clocks.get()
    assert running.rule == "reply_reminder" and running.ended_at is None


def test_the_answer_ends_its_clock_and_stays_sealed(
    world: World, keys: Chamber, by: Post, clock: Any
) -> None:
    row = sent(world, keys)
    clock.forward(days=3)
    row = actions.record_answer(
        by, row, answered_at=now(), outcome="sanctioned", sanction="demotion",
        text="Dijatuhi hukuman disiplin berat.",
    )  # fmt: skip
    assert row.state == "answered" and row.clocks.get().end == "met"
    assert row.answer is not None and row.answer.kind == Leaf.Kind.ANSWER
    told = json.dumps(list(JournalEntry.objects.values_list("changes", "facts")), default=str)
    assert "hukuman disiplin berat" not in told


def test_an_answer_in_the_very_minute_of_sending_is_no_mistake(
    world: World, keys: Chamber, by: Post, clock: Any
) -> None:
    clock.forward(seconds=32)
    row = sent(world, keys)
    minute = now().replace(second=0, microsecond=0)
    row = actions.record_answer(by, row, answered_at=minute, outcome="stopped", text="Jawaban.")
    assert row.state == "answered"


@pytest.mark.parametrize(
    ("outcome", "sanction", "field"),
    [("nonsense", "", "outcome"), ("sanctioned", "", "sanction"),
     ("not_proven", "demotion", "sanction"), ("sanctioned", "removal", "sanction")],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_at_its_field(
    world: World, keys: Chamber, by: Post, outcome: str, sanction: str, field: str
) -> None:
    row = sent(world, keys)
    with pytest.raises(Problem) as caught:
        actions.record_answer(
            by, row, answered_at=now(), outcome=outcome, sanction=sanction, text="Jawaban."
        )
    assert caught.value.field == field


def test_a_late_answer_is_asked_for_again(world: World, keys: Chamber, by: Post, clock: Any
                                          ) -> None:  # fmt: skip
    row = sent(world, keys)
    with pytest.raises(Problem):
        actions.remind_authority(by, row)
    clock.forward(days=20)
    paper = actions.remind_authority(by, row)
    assert paper.kind == Paper.Kind.REMINDER and paper.number.startswith("PN-P/")
    with open_kept(paper.path, secret_of(row.case, keys.opened())) as kept:
        assert kept.read(5) == b"%PDF-"


def test_a_formal_receipt_is_for_reports_with_an_identity(
    world: World, keys: Chamber, by: Post
) -> None:
    case = decided(world)
    paper = actions.give_report_receipt(by, case, papers="KTP\nFoto")
    assert paper.number.startswith("TTL/")
    anonymous = sealed_case(world)
    with pytest.raises(Problem):
        actions.give_report_receipt(by, anonymous, papers="")


def test_withdrawing_ends_its_clocks(world: World, keys: Chamber, by: Post) -> None:
    row = sent(world, keys)
    row = actions.withdraw_handover(by, row, reason="Salah alamat.")
    assert row.clocks.get().end == "void"


def test_notes_of_handlers_do_not_leave(world: World, keys: Chamber, by: Post) -> None:
    case = decided(world)
    write_leaf(case, Leaf.Kind.NOTE, {"text": "Rahasia dapur."}, by=by)
    row = actions.prepare_handover(by, case, draft=draft(case, keys))
    package = handover.package_for(row, keys.opened())
    assert "Rahasia dapur" not in json.dumps(package.facts)


def test_a_package_needs_the_same_memory_whatever_its_size(world: World, keys: Chamber) -> None:
    case = decided(world)
    evidence(case, bytes(24 * 1024 * 1024), "video.jpg")
    row = actions.prepare_handover(world.post("bawaslu_handler"), case, draft=draft(case, keys))
    row = Handover.objects.select_related("case__operation", "case__agency").get(pk=row.pk)
    package, pair = handover.package_for(row, keys.opened()), age.new_pair()
    tracemalloc.start()
    try:
        size = sum(len(piece) for piece in handover.encrypted_stream(package, pair.recipient))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 24 * 1024 * 1024
    assert peak < 6 * 1024 * 1024


def test_whoever_stops_half_way_leaves_nothing_running(world: World, keys: Chamber) -> None:
    case = decided(world)
    evidence(case, bytes(2 * 1024 * 1024))
    row = actions.prepare_handover(world.post("bawaslu_handler"), case, draft=draft(case, keys))
    row = Handover.objects.select_related("case__operation", "case__agency").get(pk=row.pk)
    package = handover.package_for(row, keys.opened())
    before = threading.active_count()
    for stream in (
        handover.stream_of(package),
        handover.encrypted_stream(package, age.new_pair().recipient),
    ):
        for _piece in zip(range(6), stream, strict=False):
            pass
        stream.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() <= before


def test_a_criminal_matter_goes_to_the_police_within_a_day(
    world: World, keys: Chamber, by: Post
) -> None:
    code = next(row.code for row in law.breaches().values() if row.track == "criminal")
    case = decided(world, breach=code)
    clock = case.clocks.get(rule="forward_criminal")
    assert (clock.due_at - clock.started_at).total_seconds() == 24 * 3600
    row = actions.prepare_handover(by, case, draft=draft(case, keys))
    actions.send_handover(by, Handover.objects.get(pk=row.pk))
    clock.refresh_from_db()
    assert clock.end == "met"
