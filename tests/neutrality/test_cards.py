"""Prevention cards: public, by stage, with their articles; as page, text, picture and sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client
from PIL import Image

from sinergi.commitments import actions
from sinergi.kernel.clock import now
from sinergi.neutrality import cards as paper
from sinergi.neutrality.law.cards import deck
from sinergi.neutrality.periods import dates_of
from tests.factories import World

EVERY = sorted(deck().cards)


def sentences() -> Iterator[Any]:
    """All sentences of all cards."""
    for card in deck().cards.values():
        yield from (*card.may, *card.may_not)


def test_every_audience_has_a_card_for_every_part_of_the_election() -> None:
    assert {who for who, _ in EVERY} == {"asn", "desa", "tni", "polri"}
    assert len(EVERY) == 24
    assert all(card.may_not for card in deck().cards.values())


def test_every_sentence_names_its_article() -> None:
    assert all(row.basis and row.text for row in sentences())


def test_what_is_not_read_in_the_law_says_so() -> None:
    """What rests on a breach takes its mark from it."""
    card = deck().cards["asn", "sebelum-penetapan"]
    assert {row.mark for row in card.may_not} == {"secondary"}
    assert "(SKB 5 lembaga tahun 2022, Lampiran II; PP 42/2004 pasal 11 huruf c dan 15; sumber" in (
        paper.chat_text(card)
    )


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2024, 7, 1), "sebelum-penetapan"),
        (date(2024, 8, 24), "pendaftaran"),
        (date(2024, 9, 21), "pendaftaran"),
        (date(2024, 9, 22), "kampanye"),
        (date(2024, 11, 24), "masa-tenang"),
        (date(2024, 11, 27), "pemungutan"),
        (date(2024, 11, 28), "penghitungan"),
    ],
)
def test_what_is_on_comes_first(dated: World, day: date, first: str) -> None:
    on = paper.moments_of(dates_of(dated.operation), day, deck())
    assert on[0].code == first


def test_anybody_sees_the_cards_of_today(dated: World) -> None:
    page = Client().get("/neutrality/cards/").content.decode()
    assert page.count("prevention-card") >= 4
    assert "Masa pendaftaran pasangan calon" in page
    assert "Menghadiri deklarasi" in page
    assert "Gerakan ikrar" not in page, "pledge drives are for who is signed in"


def test_one_chooses_for_whom_and_when(dated: World) -> None:
    page = Client().get("/neutrality/cards/", {"who": "desa", "when": "kampanye"})
    text = page.content.decode()
    assert "Ikut serta atau terlibat dalam kampanye" in text
    assert "Menghadiri deklarasi atau kampanye calon" not in text
    strange = Client().get("/neutrality/cards/", {"who": "<b>", "when": "x"})
    assert strange.status_code == 200


def test_without_an_operation_the_cards_still_stand(db: Any) -> None:
    assert Client().get("/neutrality/cards/").status_code == 200


@pytest.mark.parametrize(("who", "moment"), EVERY)
def test_each_card_has_an_address_a_picture_and_a_sheet_of_one_page(
    world: World, who: str, moment: str
) -> None:
    address = f"/neutrality/cards/{who}/{moment}/"
    page = Client().get(address)
    assert page.status_code == 200
    assert 'property="og:image" content="http' in page.content.decode()
    picture = Client().get(f"{address}picture.png")
    assert Image.open(io.BytesIO(picture.content)).size == (1080, 1350)
    sheet = Client().get(f"{address}poster.pdf")
    with pikepdf.open(io.BytesIO(sheet.content)) as pdf:
        assert len(pdf.pages) == 1
    assert sheet["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("address", ["asn/besok", "raja/kampanye", "asn/besok/picture.png"])
def test_a_card_that_does_not_exist_is_not_found(world: World, address: str) -> None:
    assert Client().get(f"/neutrality/cards/{address.rstrip('/')}").status_code in (301, 404)
    assert Client().get(f"/neutrality/cards/{address}", follow=True).status_code == 404


def test_a_card_made_in_a_rehearsal_says_so(world: World) -> None:
    card = deck().cards["asn", "kampanye"]
    plain = paper.payload_of(card, exercise=False, size=[1, 1])
    assert not plain["exercise"]
    assert paper.picture_of(card, world.operation) != paper.picture_of(card, None)


def test_no_cookie_is_set_on_who_only_looks(world: World) -> None:
    page = Client().get("/neutrality/cards/asn/kampanye/picture.png")
    assert not page.cookies


@pytest.fixture
def drive(world: World) -> Any:
    """A pledge drive of an integrity pact among village offices."""
    leader = world.post("district_head")
    made = actions.draft_commitment(
        leader,
        world.desk(leader.region_id),
        kind="integrity",
        title="Pakta Integritas Netralitas",
        text="Kami netral.",
    )
    made = actions.name_signatories(leader, made, posts=[world.post("village_head")])
    return actions.start_drive(
        leader, made, kinds=["village_office"], until=now() + timedelta(days=7)
    )


def test_who_is_signed_in_sees_how_pledges_stand(
    world: World, drive: Any, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("village_head").get("/neutrality/cards/").content.decode()
    assert "Pakta Integritas Netralitas" in page
    assert "belum ada laporan" in page
    assert "Susun pakta integritas" not in page
    leader = signed_in("district_head").get("/neutrality/cards/").content.decode()
    assert "Susun pakta integritas" in leader


def test_the_page_costs_as_much_with_more_units(
    world: World, drive: Any, signed_in: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = signed_in("village_head")
    client.get("/neutrality/cards/")
    with django_assert_max_num_queries(16):
        client.get("/neutrality/cards/")
