"""The pages of reporters: report, receipt, answers, messages, identity; nothing is lost."""

from __future__ import annotations

import io

import pikepdf
import pytest

from sinergi.kernel.actors import SYSTEM
from sinergi.neutrality.actions.letterbox import collect_letterbox
from sinergi.neutrality.casebook import write_leaf
from sinergi.neutrality.models import Case, Leaf
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.words import open_words, uncover_identity
from tests.factories import World
from tests.factories_neutrality import Chamber, chamber
from tests.neutrality.reporter import RECEIPTS, REPORT, REPORTS, WHAT, Reporter, code_in


@pytest.fixture
def keys(world: World) -> Chamber:
    return chamber(world)


@pytest.fixture
def reporter(monkeypatch: pytest.MonkeyPatch) -> Reporter:
    return Reporter(monkeypatch)


def test_without_keys_the_page_names_other_ways(world: World, reporter: Reporter) -> None:
    page = reporter.read()
    assert "SiGapLapor" in page
    assert "lapor.go.id" in page
    assert "<form" not in page


def test_a_report_is_sealed_and_a_handler_reads_it(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    answer = reporter.report()
    assert answer.status_code == 200
    assert len(code_in(answer.content.decode()).split()) == 7
    collect_letterbox(SYSTEM, world.operation)
    case = Case.objects.get()
    told = open_words(case.leaves.get().content, secret_of(case, keys.opened()))
    assert told == {name: value for name, value in REPORT.items() if name != "who"}
    assert (case.origin, case.has_identity) == ("information", False)


def test_what_was_entered_stays_when_something_is_wrong(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    answer = reporter.report(subject="", candidate="seratus")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WHAT in page
    assert 'value="seratus"' in page
    assert page.count("field-error") == 2
    assert not Case.objects.exists()
    again = reporter.send(REPORTS, page, **REPORT)  # the sum was answered already
    assert "id_answer" not in page
    assert again.status_code == 200


def test_a_report_with_a_name_needs_name_and_address(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    answer = reporter.report(who="named", name="Pelapor Contoh")
    assert answer.status_code == 422
    page = answer.content.decode()
    answer = reporter.send(
        REPORTS, page, **{**REPORT, "who": "named", "name": "Pelapor Contoh", "address": "Jalan 1"}
    )
    assert answer.status_code == 200
    case = Case.objects.get()
    assert (case.origin, case.has_identity) == ("report", True)


def test_a_name_typed_and_then_withheld_is_not_kept(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    reporter.report(name="Pelapor Contoh", address="Jalan 1")
    assert not Leaf.objects.filter(kind=Leaf.Kind.IDENTITY).exists()


def test_whom_the_reporter_bars_has_no_key(world: World, keys: Chamber, reporter: Reporter) -> None:
    barred = world.posts["bawaslu_handler"]
    assert reporter.report(barred=[str(barred.pk)]).status_code == 200
    case = Case.objects.get()
    assert not case.wraps.filter(handler__post=barred).exists()
    assert case.wraps.filter(handler__post=world.posts["bawaslu_member"]).exists()


def test_somebody_must_be_left_who_can_read(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    answer = reporter.report(barred=[str(key.post_id) for key in keys.keys.values()])
    assert answer.status_code == 422
    assert "DKPP" in answer.content.decode()


def test_the_reporter_comes_back_reads_writes_and_adds_a_name(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    code = code_in(reporter.report().content.decode())
    collect_letterbox(SYSTEM, world.operation)
    case = Case.objects.get()
    asked = {"text": "Apakah ada foto?", "about": "write_to_reporter"}
    write_leaf(case, "question", asked, by=world.post("bawaslu_handler"), for_reporter=True)

    page = reporter.enter(code.upper().replace(" ", "-")).content.decode()
    assert "Apakah ada foto?" in page
    page = reporter.write(page, code, text="Ada, saya kirim besok.").content.decode()
    assert "Ada, saya kirim besok." in page
    page = reporter.write(
        page, code, doing="identity", name="Pelapor Contoh", address="Jalan Contoh 1"
    ).content.decode()
    assert "Pelapor Contoh" not in page
    assert collect_letterbox(SYSTEM, world.operation) == 2
    case.refresh_from_db()
    assert (case.origin, case.has_identity) == ("report", True)
    content, person = (
        secret_of(case, keys.opened(role)) for role in ("bawaslu_handler", "identity_keeper")
    )
    sealed = case.leaves.get(kind="identity").content
    assert open_words(uncover_identity(sealed, content), person)["name"] == "Pelapor Contoh"
    assert open_words(case.leaves.get(kind="message").content, content) == {
        "text": "Ada, saya kirim besok."
    }


def test_an_empty_message_is_said_so(world: World, keys: Chamber, reporter: Reporter) -> None:
    code = code_in(reporter.report().content.decode())
    page = reporter.enter(code).content.decode()
    answer = reporter.write(page, code, text=" ")
    assert answer.status_code == 422
    assert not Leaf.objects.filter(kind="message").exists()


def test_a_form_is_taken_once(world: World, keys: Chamber, reporter: Reporter) -> None:
    page = reporter.read()
    assert reporter.send(REPORTS, page, **REPORT).status_code == 200
    assert reporter.send(REPORTS, page, **REPORT).status_code == 409
    assert Case.objects.count() == 1


def test_with_several_operations_one_chooses(
    world: World, other_world: World, keys: Chamber, reporter: Reporter
) -> None:
    chamber(other_world)
    page = reporter.read()
    for each in (world, other_world):
        assert f"/lapor/di/{each.operation.code}/" in page
    address = f"/lapor/di/{other_world.operation.code}/"
    assert reporter.send(address, reporter.read(address), **REPORT).status_code == 200
    assert Case.objects.get().operation == other_world.operation


def test_the_sheet_for_notice_boards_names_the_page(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    answer = reporter.client.get("/lapor/poster.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert len(document.pages) == 1


def test_no_page_sets_a_cookie_or_may_be_kept(
    world: World, keys: Chamber, reporter: Reporter
) -> None:
    answers = [
        reporter.client.get(REPORTS),
        reporter.report(),
        reporter.client.get(RECEIPTS),
        reporter.enter("bukan kata yang benar"),
        reporter.client.get("/lapor/nowhere/"),
    ]
    for answer in answers:
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "X-Request-ID" not in answer
        assert len(answer.content) % (16 * 1024) == 0
    assert not reporter.client.cookies
