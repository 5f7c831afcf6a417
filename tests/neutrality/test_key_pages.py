"""The pages of keys, as Bawaslu's people use them: without script, one after another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.kernel.clock import now
from sinergi.neutrality.casebook import open_case
from sinergi.neutrality.models import HandlerKey, KeyWrap, RecoveryKey, Unlocking
from sinergi.neutrality.unlocking import COOKIE
from tests.factories import World
from tests.factories_neutrality import PASSPHRASE, REPORT, chamber, sealed_case

WORDS = "payung senja kereta mangga"
HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
SignIn = Callable[[str], Client]

PAGES = ("keys", "unlock", "keyring-found", "key-make", "key-passphrase", "key-rotate",
         "key-recover", "recovery-renew", "recovery-complete")  # fmt: skip


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """These pages are not about it."""
    monkeypatch.setattr("sinergi.agencies.middleware.missing_step", lambda account, post: None)


def unlocked(signed_in: SignIn, role: str = HANDLER) -> Client:
    """A browser in which that person's key is open."""
    client = signed_in(role)
    answer = client.post(reverse("neutrality:unlock"), {"words": PASSPHRASE})
    assert answer.status_code == 302
    return client


def sheets_of(page: str) -> list[list[str]]:
    """The words of each sheet."""
    return [
        re.findall(r"<li><span>\d+</span>(\w+)</li>", part)
        for part in page.split('class="recovery-words"')[1:]
    ]


def confirmed(client: Client, page: str) -> Any:
    """Answer what the page of the sheets asks."""
    sheets = sheets_of(page)
    asked = re.findall(r"kata ke-(\d+) dari lembar (\d+)|Word (\d+) of sheet (\d+)", page, re.I)
    words = [sheets[int(s or s2) - 1][int(w or w2) - 1] for w, s, w2, s2 in asked[:2]]
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    told = {"first": words[0], "second": words[1], "token": token[1]}
    return client.post(reverse("neutrality:sheets-confirm"), told)


def test_from_the_first_key_to_the_sheets_that_recover(world: World, signed_in: SignIn) -> None:
    client = signed_in(HANDLER)
    assert reverse("neutrality:keyring-found") in client.get(reverse("neutrality:keys")).text
    told = {"words": WORDS, "again": WORDS, "count": 3, "threshold": 2}
    page = client.post(reverse("neutrality:keyring-found"), told)
    sheets = sheets_of(page.text)
    assert [len(words) for words in sheets] == [33, 33, 33]
    assert page["Cache-Control"].count("no-store")
    assert not HandlerKey.objects.exists()
    assert WORDS not in page.text
    assert confirmed(client, page.text).status_code == 302
    assert HandlerKey.objects.get().is_in_force
    case = open_case(world.operation, report=REPORT)

    member = signed_in(MEMBER)
    answer = member.post(reverse("neutrality:key-make"), {"words": WORDS, "again": WORDS})
    assert answer.status_code == 302
    two = [" ".join(words) for words in sheets[1:]]
    swapped = {"sheet_1": two[0], "sheet_2": two[0]}
    again = member.post(reverse("neutrality:key-recover"), swapped)
    assert again.status_code == 422
    answer = member.post(
        reverse("neutrality:key-recover"), {"sheet_1": two[0].upper(), "sheet_2": two[1]}
    )
    assert answer.status_code == 302
    key = HandlerKey.objects.get(post=world.posts[MEMBER])
    assert key.is_in_force
    assert KeyWrap.objects.filter(case=case, handler=key).exists()


def test_nobody_clicks_past_the_sheets(world: World, signed_in: SignIn) -> None:
    client = signed_in(HANDLER)
    told = {"words": WORDS, "again": WORDS, "count": 3, "threshold": 2}
    page = client.post(reverse("neutrality:keyring-found"), told).text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    wrong = {"first": "academic", "second": "academic", "token": token[1]}
    answer = client.post(reverse("neutrality:sheets-confirm"), wrong)
    assert answer.status_code == 422
    assert not sheets_of(answer.text)
    assert not RecoveryKey.objects.exists()
    assert client.post(reverse("neutrality:sheets-confirm"), {"token": "x"}).status_code == 409


def test_unlocking_leads_back_and_its_cookie_is_narrow(world: World, signed_in: SignIn) -> None:
    chamber(world)
    client, way = signed_in(HANDLER), reverse("neutrality:key-rotate")
    led = client.get(way)
    assert led["Location"] == f"{reverse('neutrality:unlock')}?next={way}"
    answer = client.post(reverse("neutrality:unlock"), {"words": PASSPHRASE, "next": way})
    assert answer["Location"] == way
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == (
        "/neutrality/", "Strict", True,
    )  # fmt: skip
    assert client.get(way).status_code == 200
    assert client.post(reverse("neutrality:lock")).status_code == 302
    assert client.get(way).status_code == 302


@pytest.mark.parametrize("way", ["https://example.test/", "//example.test", "javascript:1"])
def test_it_leads_nowhere_else(world: World, signed_in: SignIn, way: str) -> None:
    chamber(world)
    answer = signed_in(HANDLER).post(
        reverse("neutrality:unlock"), {"words": PASSPHRASE, "next": way}
    )
    assert answer["Location"] == reverse("neutrality:keys")


def test_a_wrong_passphrase_is_told_at_the_field_and_then_shut(
    world: World, signed_in: SignIn
) -> None:
    chamber(world)
    client = signed_in(HANDLER)
    for _try in range(5):
        answer = client.post(reverse("neutrality:unlock"), {"words": "bukan yang ini ya"})
        assert answer.status_code == 422
        assert "bukan yang ini ya" not in answer.text
    answer = client.post(reverse("neutrality:unlock"), {"words": PASSPHRASE})
    assert answer.status_code == 422
    assert "15 menit" in answer.text


def test_signing_out_locks_the_key(world: World, signed_in: SignIn) -> None:
    chamber(world)
    client = unlocked(signed_in)
    assert Unlocking.objects.exists()
    client.post("/sign-out/")
    assert not Unlocking.objects.exists()


def test_a_form_that_meets_a_locked_key_is_told_so(world: World, signed_in: SignIn) -> None:
    chamber(world)
    answer = signed_in(HANDLER).post(reverse("neutrality:key-rotate"), {"words": WORDS})
    assert answer.status_code == 423
    assert reverse("neutrality:unlock") in answer.text


def test_change_renew_and_give_up(world: World, signed_in: SignIn) -> None:
    keys = chamber(world)
    case = sealed_case(world)
    client = unlocked(signed_in)
    changed = {"present": PASSPHRASE, "words": WORDS, "again": WORDS}
    wrong = client.post(
        reverse("neutrality:key-passphrase"), {**changed, "again": "lain sekali ini ya"}
    )
    assert wrong.status_code == 422
    assert client.post(reverse("neutrality:key-passphrase"), changed).status_code == 302
    assert client.get(reverse("neutrality:key-rotate")).status_code == 302
    client.post(reverse("neutrality:unlock"), {"words": WORDS})
    answer = client.post(reverse("neutrality:key-rotate"), {"words": WORDS, "again": WORDS})
    assert answer.status_code == 302
    new = HandlerKey.objects.in_force().get(post=world.posts[HANDLER])
    assert new.pk != keys.keys[HANDLER].pk
    assert KeyWrap.objects.filter(case=case, handler=new).exists()
    assert client.post(reverse("neutrality:key-retire", args=[new.pk])).status_code == 302
    new.refresh_from_db()
    assert new.retired_why == "lost"


def test_admitting_asks_for_the_comparison(world: World, signed_in: SignIn) -> None:
    keys = chamber(world)
    row = keys.keys[MEMBER]
    row.admitted_at = None
    row.save()
    client, way = unlocked(signed_in), reverse("neutrality:key-admit", args=[row.pk])
    page = client.get(way)
    assert row.fingerprint in page.text
    assert client.post(way).status_code == 422
    assert client.post(way, {"compared": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.is_in_force


def test_the_recovery_key_is_renewed_and_completed(world: World, signed_in: SignIn) -> None:
    keys = chamber(world)
    case = sealed_case(world, identity={"name": "Pelapor Contoh"})
    client = unlocked(signed_in)
    page = client.post(reverse("neutrality:recovery-renew"), {"count": 5, "threshold": 3})
    assert len(sheets_of(page.text)) == 5
    assert confirmed(client, page.text).status_code == 302
    new = RecoveryKey.objects.get(retired_at__isnull=True)
    held = KeyWrap.objects.filter(case=case, recovery=new)
    assert list(held.values_list("purpose", flat=True)) == ["content"]
    keeper = unlocked(signed_in, KEEPER)
    assert reverse("neutrality:recovery-complete") in keeper.get(reverse("neutrality:keys")).text
    assert keeper.post(reverse("neutrality:recovery-complete")).status_code == 302
    assert held.count() == 2
    assert not KeyWrap.objects.filter(recovery=keys.recovery).exists()


@pytest.mark.parametrize("role", ["administrator", "regent", "desk_coordinator", "bawaslu_liaison"])
def test_for_others_there_are_no_such_pages(world: World, signed_in: SignIn, role: str) -> None:
    keys = chamber(world)
    client = signed_in(role)
    for name in PAGES:
        assert client.get(reverse(f"neutrality:{name}")).status_code == 404
    for name in ("key-admit", "key-share", "key-retire"):
        way = reverse(f"neutrality:{name}", args=[keys.keys[HANDLER].pk])
        assert client.get(way).status_code == 404
    for name in ("reseal", "sheets-confirm", "lock"):
        assert client.post(reverse(f"neutrality:{name}")).status_code == 404


def test_the_page_costs_the_same_for_few_and_many(world: World, signed_in: SignIn) -> None:
    chamber(world)
    client, way = unlocked(signed_in), reverse("neutrality:keys")
    client.get(way)
    few = _count(client, way)
    for _case in range(6):
        sealed_case(world)
    assert _count(client, way) == few


def _count(client: Client, way: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(way).status_code == 200
    return len(caught)


def test_twenty_cases_are_re_encrypted_with_one_click(world: World, signed_in: SignIn) -> None:
    keys = chamber(world)
    for _case in range(3):
        sealed_case(world)
    keys.keys[MEMBER].retired_at = now()
    keys.keys[MEMBER].save()
    client = unlocked(signed_in)
    assert reverse("neutrality:reseal") in client.get(reverse("neutrality:keys")).text
    part = client.post(reverse("neutrality:reseal"), headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert not KeyWrap.objects.filter(handler=keys.keys[MEMBER]).exists()
    assert client.post(reverse("neutrality:reseal")).status_code == 302


def test_what_waits_is_on_the_desk_of_handlers_alone(world: World, signed_in: SignIn) -> None:
    keys = chamber(world)
    sealed_case(world)
    assert "dienkripsi ulang" not in signed_in(HANDLER).get("/").text
    row = keys.keys[MEMBER]
    row.retired_at = now()
    row.save()
    waits = keys.keys[KEEPER]
    waits.admitted_at = None
    waits.save()
    page = signed_in(HANDLER).get("/").text
    assert "1 kasus perlu dienkripsi ulang" in page
    assert waits.post.title in page
    assert "dienkripsi ulang" not in signed_in("administrator").get("/").text
