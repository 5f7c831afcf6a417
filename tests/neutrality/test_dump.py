"""A copy of the database and of the disk says not one word that was entered, nor at what hour.

Everything goes in by the pages: report with identity and evidence, questions, answers, notes, a
decision, a hand-over. Then every column of every table and every file is searched.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sinergi.config import settings as house
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import real_now
from sinergi.neutrality import law
from sinergi.neutrality.actions import handover
from sinergi.neutrality.actions.letterbox import collect_letterbox
from sinergi.neutrality.drafting import Choice, draft_of, receivers
from sinergi.neutrality.models import Case, Proposal
from sinergi.neutrality.unlocking import COOKIE
from tests.factories import World
from tests.factories_neutrality import PASSPHRASE, Chamber, chamber
from tests.fixtures import Clock
from tests.neutrality import dump, evidence
from tests.neutrality.handlers import without_second_factor
from tests.neutrality.reporter import REPORT, Reporter, code_in

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
SignIn = Callable[[str], Client]

TOLD = {
    "what": "Zamrudwati menyelipkan amplopbiru kepada wargahulu sebelum senamlansia bubar.",
    "subject": "Bendaharakhusus Paguyubanlereng",
    "when": "selepas azanfajar",
    "where": "pendapatimur dekat jembatanwelirang",
    "witnesses": "Tukangbecakmerah serta penjualsemanggi",
}
WHO = {
    "name": "Kartikasariwulan Notowidigdoyo",
    "address": "Gangkenanga nomorduabelas Sogaten",
    "phone": "081390507733",
    "email": "kartikaw@suratmaya.test",
}
LATER = "Rekamansuaranya tersimpan dipesawat keponakanku."
QUESTION = "Apakah amplopjingga masihtersisa bersamamu?"
NOTE = "Selidikidahulu pemasokstiker Kertosonowetan."
REASON = "Pemanggilansaksi membutuhkan alamatsejati."
DECISION = "Terbuktimenyimpang lantaran amplopungu dibagikan."
LETTER = ("Bendaharakhusus Lerengwetan", "Ringkasanperkara amplopungu.", "Ketuabergilir")
FILES = {"fotosawahlor.jpg": evidence.jpeg((640, 480)), "suratedaranpalsu.pdf": evidence.pdf()}
ENTERED = dump.words_of(
    *TOLD.values(), *WHO.values(), LATER, QUESTION, NOTE, REASON, DECISION, *FILES, *LETTER,
    evidence.SECRET,
)  # fmt: skip


@pytest.fixture(autouse=True)
def keys(world: World, settings: Any) -> Chamber:
    """Bawaslu's chamber; the cache is the house's own, a table."""
    settings.CACHES = {
        "default": {**house.CACHES["default"],
                    "BACKEND": "django.core.cache.backends.db.DatabaseCache"}
    }  # fmt: skip
    without_second_factor(world)
    return chamber(world)


@pytest.fixture
def reporter(monkeypatch: pytest.MonkeyPatch) -> Reporter:
    """Whoever reports, without an account."""
    return Reporter(monkeypatch)


def report(reporter: Reporter, **more: Any) -> str:
    """Send it all; the words of the receipt."""
    sent = [SimpleUploadedFile(name, content) for name, content in FILES.items()]
    answer = reporter.report(**{**TOLD, **WHO, "who": "named", "files": sent, **more})
    assert answer.status_code == 200, answer.content.decode()[:4000]
    return code_in(answer.content.decode())


def open_key(signed_in: SignIn, role: str) -> Client:
    """By the page, with the passphrase."""
    client = signed_in(role)
    client.post(reverse("neutrality:unlock"), {"words": PASSPHRASE})
    assert client.cookies[COOKIE].value
    return client


def do(client: Client, case: Case, slug: str, **given: Any) -> None:
    """One step of a case, by its page."""
    answer = client.post(reverse("neutrality:case-do", args=[case.pk, slug]), given)
    assert answer.status_code in (200, 302), answer.content.decode()[:3000]
    assert answer.status_code == 302, re.findall(r"invalid-feedback[^>]*>([^<]+)", answer.text)


def test_before_anything_is_entered_none_of_its_words_is_there(world: World) -> None:
    assert dump.traces(ENTERED, dump.copy()) == []


def test_the_search_finds_what_is_there(world: World) -> None:
    for form in (b"Zamrudwati", b"ZAMRUDWATI", "zamrudwati".encode("utf-16-le"),
                 b"eyJ3aGF0IjoiWmFtcnVkd2F0aSJ9", b"WmFtcnVkd2F0aQ==",
                 b"IFphbXJ1ZHdhdGk=", b"ICBaYW1ydWR3YXRp"):  # fmt: skip
        assert dump.traces({"Zamrudwati"}, {"x": b"..." + form + b"..."}), form


def test_no_word_of_a_case_is_in_the_copy(
    world: World, reporter: Reporter, signed_in: SignIn, keys: Chamber
) -> None:
    code = report(reporter)
    assert dump.traces(ENTERED, dump.copy()) == []
    collect_letterbox(SYSTEM, world.operation)
    case = Case.objects.get()
    handler, member, keeper = (open_key(signed_in, role) for role in (HANDLER, MEMBER, KEEPER))
    assert TOLD["what"] in handler.get(case.get_absolute_url()).text
    assert TOLD["subject"] in handler.get(reverse("neutrality:cases")).text
    do(handler, case, "begin")
    do(handler, case, "note", text=NOTE)
    do(handler, case, "write", text=QUESTION)
    page = reporter.enter(code).content.decode()
    assert QUESTION in page
    reporter.write(page, code, text=LATER)
    collect_letterbox(SYSTEM, world.operation)
    assert LATER in handler.get(case.get_absolute_url()).text
    open_identity(handler, keeper, case)
    decide(handler, member, case)
    hand_over(world, keys, case)
    kept = dump.copy()
    assert dump.traces(ENTERED, kept) == []
    assert dump.traces(secrets_of(code, handler), kept) == []


def secrets_of(code: str, handler: Client) -> set[str]:
    """What opens something: the receipt, the passphrase, the key in the cookie, private keys."""
    words = code.split()
    pairs = {glue.join(pair) for pair in itertools.pairwise(words) for glue in (" ", "-")}
    cookie = handler.cookies[COOKIE].value.partition(".")[2]
    return {*pairs, cookie, "AGE-SECRET-KEY", PASSPHRASE}


def open_identity(handler: Client, keeper: Client, case: Case) -> None:
    """Two persons open and read it."""
    do(handler, case, "identity", what="identity", reason=REASON)
    proposal = Proposal.objects.get()
    way = reverse("neutrality:request-do", args=[proposal.pk, "open"])
    assert keeper.post(way).status_code == 302
    read = handler.post(reverse("neutrality:request-read", args=[proposal.pk]))
    assert WHO["name"] in read.text


def decide(handler: Client, member: Client, case: Case) -> None:
    """Classified, registered, decided."""
    Case.objects.filter(pk=case.pk).update(
        conditions={each.code: True for each in law.conditions()},
        subject_kind="asn_pns",
        breaches=["D08"],
        known_on=case.arrived_on,
    )
    do(handler, case, "register")
    do(handler, case, "plenary")
    do(member, case, "decide", decision="proven", reasoning=DECISION)


def hand_over(world: World, keys: Chamber, case: Case) -> None:
    """The letter is set, with the words of the case, and sent."""
    case.refresh_from_db()
    receiver = receivers(case)[0]
    choice = Choice(
        receiver.authority, receiver.track, receiver.address_to, receiver.basis, *LETTER
    )
    draft = draft_of(case, keys.opened(), choice, receiver)
    made = handover.prepare_handover(world.post(HANDLER), case, draft=draft)
    handover.send_handover(world.post(HANDLER), made)


def test_no_hour_of_a_reporter_is_in_the_copy(
    world: World, reporter: Reporter, clock: Clock
) -> None:
    clock.forward(minutes=7, seconds=31)
    collect_letterbox(SYSTEM, world.operation)
    before, began, acted = dump.moments(), real_now(), clock.moment
    code = report(reporter)
    page = reporter.enter(code).content.decode()
    reporter.write(page, code, text=LATER)
    ended = real_now()

    def telling() -> list[Any]:
        """New times that lie where the reporter was at work, by either clock."""
        return [
            (place, moment)
            for place, found in dump.moments().items()
            for moment in found - before.get(place, set())
            if began <= moment <= ended or abs(moment - acted) < timedelta(minutes=1)
        ]

    assert telling() == []
    clock.forward(minutes=52)
    collect_letterbox(SYSTEM, world.operation)
    assert telling() == []


def test_files_on_disk_tell_a_day_and_no_hour(world: World, reporter: Reporter) -> None:
    report(reporter)
    places = [place for place in dump.files.root().rglob("*") if place.is_file()]
    assert len(places) == 2 * len(FILES)
    assert {place.stat().st_mtime % 3600 for place in places} == {0}


def test_what_the_letterbox_gives_back_is_what_was_sent(
    world: World, reporter: Reporter, signed_in: SignIn
) -> None:
    """The test above would also pass in a house that forgets everything."""
    report(reporter)
    collect_letterbox(SYSTEM, world.operation)
    page = open_key(signed_in, HANDLER).get(Case.objects.get().get_absolute_url()).text
    assert all(text in page for text in (*TOLD.values(), *FILES))
    assert str(REPORT["candidate"]) in page
