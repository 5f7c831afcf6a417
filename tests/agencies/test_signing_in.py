"""Signing in: by both names, shut after failures, remembered in the journal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from sinergi.agencies.models import Account
from sinergi.kernel.models import JournalEntry
from tests.factories import PASSWORD, World


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_ACCEPT="text/html")


def sign_in(browser: Client, login: str, password: str = PASSWORD, **extra: Any) -> Any:
    return browser.post("/sign-in/", {"login": login, "password": password, **extra})


def account_of(world: World, role: str = "babinsa") -> Account:
    account: Account = world.posts[role].account
    return account


def written(number: str) -> list[str]:
    """The ways in which people write +62811…"""
    local = "0" + number[3:]
    return [number, local, f"{local[:4]} {local[4:8]} {local[8:]}", local.replace("0811", "62811")]


@pytest.mark.parametrize("way", range(4))
def test_a_phone_number_opens_however_it_is_written(
    world: World, browser: Client, way: int
) -> None:
    answer = sign_in(browser, written(str(account_of(world).phone))[way])
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("change", [str, str.upper, lambda text: f" {text} "])
def test_an_address_opens_in_any_case(world: World, browser: Client, change: Any) -> None:
    answer = sign_in(browser, change(str(account_of(world).email)))
    assert answer.status_code == 302


def test_it_leads_back_to_where_one_wanted_to_go(world: World, browser: Client) -> None:
    assert sign_in(browser, str(account_of(world).phone), next="/account/")["Location"] == (
        "/account/"
    )
    other = Client(HTTP_ACCEPT="text/html")
    answer = sign_in(other, str(account_of(world).phone), next="https://evil.example/")
    assert answer["Location"] == "/"


@pytest.mark.parametrize("login", ["0811999", "nobody@example.test", "no name", "'; --", "0" * 300])
def test_an_unknown_name_says_no_more_than_a_wrong_password(
    world: World, browser: Client, login: str
) -> None:
    unknown = sign_in(browser, login).context["form"].non_field_errors()
    wrong = sign_in(browser, str(account_of(world).phone), "wrong").context["form"]
    assert unknown == wrong.non_field_errors()


def test_a_barred_account_does_not_open(world: World, browser: Client) -> None:
    Account.objects.update(is_active=False)
    assert sign_in(browser, str(account_of(world).phone)).status_code == 200


def test_every_sign_in_is_in_the_journal_where_her_auditors_see_it(
    world: World, browser: Client
) -> None:
    sign_in(browser, str(account_of(world).phone))
    entry = JournalEntry.objects.get(verb="account.signed_in")
    assert entry.actor_label == world.posts["babinsa"].title
    assert entry.facts["address"] == "127.0.0.1" and entry.facts["methods"] == ["password"]
    assert JournalEntry.objects.visible_to(world.post("district_head")).filter(pk=entry.pk)
    assert not JournalEntry.objects.visible_to(world.post("elsewhere:district_head")).filter(
        pk=entry.pk
    )


def test_five_failures_shut_the_account_for_both_names_and_say_how_long(
    world: World, browser: Client
) -> None:
    account = account_of(world)
    for _ in range(5):
        sign_in(browser, str(account.phone), "wrong")
    answer = sign_in(browser, str(account.email))
    assert answer.status_code == 200
    assert "10 menit" in answer.context["form"].non_field_errors()[0]
    shut = JournalEntry.objects.get(verb="account.locked_out")
    assert shut.facts == {"address": "127.0.0.1", "minutes": 10}


def test_another_account_is_not_shut_with_it(world: World, browser: Client) -> None:
    for _ in range(5):
        sign_in(browser, str(account_of(world).phone), "wrong")
    assert sign_in(browser, str(account_of(world, "danramil").phone)).status_code == 302


def test_success_does_not_count_as_failure(world: World) -> None:
    for _ in range(7):
        client = Client(HTTP_ACCEPT="text/html")
        assert sign_in(client, str(account_of(world).phone)).status_code == 302


def test_one_address_that_tries_many_names_is_shut(world: World, browser: Client) -> None:
    for number in range(50):
        sign_in(browser, f"08129990{number:04d}", "wrong")
    answer = sign_in(browser, str(account_of(world).phone))
    assert answer.status_code == 200
    assert not JournalEntry.objects.filter(verb="account.locked_out").exists()


def test_the_counts_lie_in_the_shared_cache(world: World, browser: Client) -> None:
    """Another process with the same cache answers the same; one that lost it starts anew."""
    for _ in range(5):
        sign_in(browser, str(account_of(world).phone), "wrong")
    cache.clear()
    assert sign_in(browser, str(account_of(world).phone)).status_code == 302


def test_there_is_no_sign_up(browser: Client, db: Any) -> None:
    assert browser.get("/account/signup/").status_code == 404
    assert "sign-up" not in browser.get("/sign-in/").content.decode().lower()


def test_signing_out_ends_the_session(world: World, browser: Client) -> None:
    sign_in(browser, str(account_of(world).phone))
    assert browser.get("/account/").status_code == 200
    browser.post("/sign-out/")
    assert browser.get("/account/").status_code == 302


def test_a_forgotten_password_comes_by_mail(world: World, browser: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    browser.post("/account/forgotten/", {"email": account_of(world).email})
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/account/forgotten/" in line)
    form = browser.get(link[link.index("/account") :], follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "sungai-padi-bulan", "password2": "sungai-padi-bulan"}
    assert browser.post(address, new).status_code == 302
    assert sign_in(browser, str(account_of(world).phone), "sungai-padi-bulan").status_code == 302
    assert JournalEntry.objects.filter(verb="account.password_set").exists()
    assert browser.get(link[link.index("/account") :], follow=True).context["token_fail"]


def test_an_unknown_address_is_answered_alike(world: World, browser: Client) -> None:
    known = browser.post("/account/forgotten/", {"email": account_of(world).email})
    unknown = browser.post("/account/forgotten/", {"email": "nobody@example.test"})
    assert known["Location"] == unknown["Location"]


def test_the_language_follows_the_account(world: World, browser: Client) -> None:
    sign_in(browser, str(account_of(world).phone))
    browser.post("/account/language/", {"language": "en", "next": "/account/"})
    assert Account.objects.get(pk=account_of(world).pk).language == "en"
    other = Client(HTTP_ACCEPT="text/html")
    sign_in(other, str(account_of(world).phone))
    assert other.cookies["django_language"].value == "en"
