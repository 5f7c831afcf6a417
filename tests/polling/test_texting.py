"""The grammar of short texts, and what is done and answered when one comes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from sinergi.kernel.models import JournalEntry
from sinergi.polling.models import CheckIn
from sinergi.polling.texting.grammar import Correction, Item, is_yes, parse, read_clock
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import ELSEWHERE, NEIGHBOUR, World
from tests.factories_polling import polling, serving, station
from tests.fixtures import Clock

NINE = datetime(2024, 11, 27, 2, 5, tzinfo=UTC)  # 09.05 WIB on the voting day
WORDS = {"BUKA": False, "TUTUP": True, "HADIR09": True, "HADIR11": True, "SIAP": False}
Programs = Callable[..., Program]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("TPS 3 BUKA", Item(3, "", "BUKA")),
        ("tps03 buka 07.05", Item(3, "", "BUKA", at=time(7, 5))),
        ("Tps. no 3: BUKA jam 7", Item(3, "", "BUKA", at=time(7))),
        ("TPS-003, buka 0705 WIB.", Item(3, "", "BUKA", at=time(7, 5))),
        ("tps 3 desa Sumber Bening HADIR09 120", Item(3, "SUMBER BENING", "HADIR09", 120)),
        ("TPS 3 35.19.04.2007 hadir 9 120 pemilih", Item(3, "35.19.04.2007", "HADIR09", 120)),
        ("tps 3 hadir9 1.200 jam 09:10", Item(3, "", "HADIR09", 1200, time(9, 10))),
        ("TPS 12 TUTUP=480 YA", Item(12, "", "TUTUP", 480, sure=True)),
        ("tps 3 batal buka", Item(3, "", "BUKA", withdrawn=True)),
        ("TPS 3 BATAL HADIR09", Item(3, "", "HADIR09", withdrawn=True)),
    ],
)
def test_a_text_is_read_however_it_is_written(text: str, item: Item) -> None:
    assert parse(text, WORDS) == [item]


def test_several_in_one_text_share_station_and_village() -> None:
    assert parse("TPS 3 Jetis BUKA 07.00; hadir09 120\nTPS 4 SIAP;", WORDS) == [
        Item(3, "JETIS", "BUKA", at=time(7)),
        Item(3, "JETIS", "HADIR09", 120),
        Item(4, "", "SIAP"),
    ]


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("  ", Correction("empty")),
        ("BUKA 07.00", Correction("no_station", "BUKA 07.00")),
        ("TPS 0 BUKA", Correction("no_station", "TPS 0 BUKA")),
        ("TPS 3 BUKKA", Correction("unknown_word", "BUKKA", "BUKA")),
        ("TPS 3 Jetis xyzzy", Correction("unknown_word", "XYZZY")),
        ("TPS 3 120", Correction("no_word")),
        ("TPS 3 HADIR09", Correction("no_count", "HADIR09")),
        ("TPS 3 BUKA 07.75", Correction("bad_time", "BUKA")),
        ("TPS 3 BUKA TUTUP 120", Correction("two_words", "TUTUP")),
        ("TPS 3 BUKA lancar", Correction("left_over", "LANCAR")),
        (";".join(["TPS 1 BUKA"] * 21), Correction("too_many", "20")),
    ],
)
def test_what_is_unclear_is_corrected_and_not_guessed(text: str, correction: Correction) -> None:
    assert parse(text, WORDS) == [correction]


def test_clocks_and_yes() -> None:
    assert [read_clock(text) for text in ("7", "0705", "24.00", "7.5", "x")] == [
        time(7), time(7, 5), None, None, None,
    ]  # fmt: skip
    assert is_yes(" ya. ") and is_yes("Ya benar") and not is_yes("TPS 3 YA")


@pytest.fixture
def day(world: World, clock: Clock) -> dict:
    clock.moment = NINE
    for role, number in (("village_committee", "+6281234567801"), ("kpu_liaison", "+628123456702"),
                         ("station_officer", "+6281234567803")):  # fmt: skip
        account = world.posts[role].account
        account.phone = number
        account.save()
    return polling(world)


def send(gateway: Program, text: str, key: str = "1", **also: str) -> dict:
    body = {"from": "0812-3456-7801", "text": text, "id": key, **also}
    answer = gateway.post("/polling/texts", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_text_is_done_by_the_post_of_its_sender(
    program: Programs,  # noqa: F811
    world: World,
    day: dict,
) -> None:
    station(world, 3)
    sent_at = (NINE - timedelta(minutes=4)).isoformat()
    gateway = program("kpu_liaison")
    told = send(gateway, "tps 3 buka 07.02; hadir09 120", sent_at=sent_at)
    assert told["answer"].splitlines() == [
        "TPS 003 Dagangan, TPS dibuka: 07.02 WIB. Diterima.",
        "TPS 003 Dagangan, Pemilih hadir pukul 09.00: 120 pemilih, 09.01 WIB. Diterima.",
    ]
    row = CheckIn.objects.get(value=120)
    assert (row.post, row.written_at) == (
        world.posts["village_committee"],
        NINE - timedelta(minutes=4),
    )
    entry = JournalEntry.objects.get(subject_id=str(row.pk))
    assert (entry.door, entry.post_id) == ("text", world.posts["village_committee"].pk)
    again = send(gateway, "tps 3 buka 07.02; hadir09 120", sent_at=sent_at)
    assert [item["state"] for item in again["items"]] == ["known", "known"]
    assert CheckIn.objects.count() == 2


def test_what_is_asked_back_is_confirmed_by_yes(
    program: Programs,  # noqa: F811
    world: World,
    day: dict,
    clock: Clock,
) -> None:
    station(world, 3)
    gateway = program("kpu_liaison")
    assert send(gateway, "YA")["items"][0]["state"] == "unclear"
    asked = send(gateway, "TPS 3 HADIR09 501", "2")
    assert (asked["items"][0]["state"], CheckIn.objects.count()) == ("asked", 0)
    assert asked["answer"].endswith("Balas YA untuk membenarkan.")
    clock.forward(minutes=2)
    assert send(gateway, "ya", "3")["items"][0]["state"] == "done"
    assert send(gateway, "ya", "3")["items"][0]["state"] == "known"
    assert CheckIn.objects.get().flag == "over"


def test_what_is_refused_says_why(program: Programs, world: World, day: dict) -> None:  # noqa: F811
    station(world, 3)
    station(world, 3, NEIGHBOUR)
    gateway = program("kpu_liaison")
    lines = send(gateway, "TPS 9 BUKA; TPS 3 HADIR09 9999; TPS 3 BUKKA")["items"]
    assert [line["state"] for line in lines] == ["refused", "refused", "unclear"]
    assert "BUKA" in lines[2]["text"]
    whole = {"from": "0812-3456-702", "text": "TPS 3 BUKA; TPS 3 jetis BUKA", "id": "7"}
    lines = gateway.post("/polling/texts", whole).json()["items"]
    assert [line["state"] for line in lines] == ["refused", "done"]  # name the village
    stranger = {**whole, "from": "0899", "id": "8"}
    assert gateway.post("/polling/texts", stranger).json()["items"][0]["state"] == "refused"
    assert program("village_committee").post("/polling/texts", whole).status_code == 403


def test_who_serves_at_a_station_writes_for_that_one(
    program: Programs,  # noqa: F811
    world: World,
    day: dict,
) -> None:
    serving(world, station(world, 3))
    station(world, 4)
    station(world, 3, ELSEWHERE)
    body = {"from": "+6281234567803", "text": "TPS 3 BUKA; TPS 4 BUKA", "id": "1"}
    lines = program("kpu_liaison").post("/polling/texts", body).json()["items"]
    assert [line["state"] for line in lines] == ["done", "refused"]


def test_a_text_is_tried_without_doing_anything(
    signed_in: Callable, world: World, day: dict
) -> None:
    station(world, 3)
    page = signed_in("village_committee").get(
        "/polling/texts/try/", {"text": "TPS 3 HADIR09 120; TPS 8 BUKA"}
    )
    assert "TPS 003" in page.content.decode() and "TPS 008" in page.content.decode()
    assert not CheckIn.objects.exists()
