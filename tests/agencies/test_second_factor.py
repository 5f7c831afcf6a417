"""Steps that come first: a passing password is changed, a marked role sets up a second factor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from sinergi.agencies.actions import mark_role
from sinergi.agencies.current import viewer_of_session
from sinergi.agencies.models import Account
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.models import JournalEntry
from tests.factories import ELSEWHERE, PASSWORD, World

Enter = Callable[[str], Client]
NEW = "sungai-padi-bulan"


def sign_in(login: str, password: str = PASSWORD) -> tuple[Client, Any]:
    browser = Client(HTTP_ACCEPT="text/html")
    return browser, browser.post("/sign-in/", {"login": login, "password": password})


def mark(world: World, role: str = "babinsa") -> None:
    mark_role(SYSTEM, world.operation, role=role, second_factor=True)  # type: ignore[arg-type]


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up(browser: Client) -> str:
    """Sets up an authenticator app as a person would; its secret."""
    browser.post("/account/confirm/", {"password": PASSWORD})
    page = browser.get("/account/second-factor/totp/activate/")
    secret: str = page.context["form"].secret
    answer = browser.post("/account/second-factor/totp/activate/", {"code": code_for(secret)})
    assert answer.status_code == 302
    return secret


def test_a_marked_role_is_led_to_the_set_up_from_every_page(world: World) -> None:
    mark(world)
    browser, _answer = sign_in(str(world.posts["babinsa"].account.phone))
    for address in ("/", "/incidents/", "/account/", "/administration/"):
        answer = browser.get(address)
        if address == "/account/":
            continue  # her own account stays open to her
        assert answer["Location"] == "/account/second-factor/"
    assert browser.get("/account/second-factor/").status_code == 200


def test_the_set_up_opens_the_way(
    world: World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    mark(world)
    browser, _answer = sign_in(str(world.posts["babinsa"].account.phone))
    with django_capture_on_commit_callbacks(execute=True):
        set_up(browser)
    assert browser.get("/account/tokens/").status_code == 200
    assert browser.get("/").status_code == 200
    entry = JournalEntry.objects.filter(verb="account.factor_changed").first()
    assert entry is not None and entry.facts == {"change": "added", "kind": "totp"}


def test_the_next_sign_in_asks_for_the_code(world: World) -> None:
    account = world.posts["babinsa"].account
    browser, _answer = sign_in(str(account.phone))
    secret = set_up(browser)
    again, answer = sign_in(str(account.phone))
    assert answer["Location"] == "/account/second-factor/authenticate/"
    assert again.get("/account/").status_code == 302
    wrong = again.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors
    # A code is good for one sign-in: the set-up used this one, so a recovery code it is.
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap()
    right = again.post(
        "/account/second-factor/authenticate/", {"code": codes.get_unused_codes()[0]}
    )
    assert right["Location"] == "/"
    assert secret not in str(Authenticator.objects.get(user=account, type="totp").data)
    entry = JournalEntry.objects.filter(verb="account.signed_in").order_by("-id")[0]
    assert entry.facts["methods"][-1] == "recovery_codes"


def test_an_unmarked_role_goes_its_way(world: World, signed_in: Enter) -> None:
    assert signed_in("babinsa").get("/").status_code == 200


def test_the_live_feed_waits_for_the_step_too(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    key = client.session.session_key
    assert viewer_of_session(str(key)) == world.posts["babinsa"]
    mark(world)
    assert viewer_of_session(str(key)) is None


def test_a_session_of_an_old_password_is_nobodys(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    account = Account.objects.get(pk=world.posts["babinsa"].account_id)
    account.set_password(NEW)
    account.save()
    assert viewer_of_session(str(client.session.session_key)) is None


def test_a_session_on_the_api_is_told_of_the_step(world: World, signed_in: Enter) -> None:
    mark(world)
    answer = signed_in("babinsa").get("/api/v1/me", HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-needed")


def passing_password_from(client: Client, account: Account) -> str:
    address = f"/administration/people/{account.pk}/password/"
    assert client.get(address).status_code == 200
    answer = client.post(address)
    assert answer["Cache-Control"] == "no-store"
    found = re.search(r'<code class="secret">([a-z0-9-]+)</code>', answer.content.decode())
    assert found is not None
    return found[1]


def test_the_coordinator_of_the_desk_gives_a_passing_password(
    world: World, signed_in: Enter
) -> None:
    account = world.posts["babinsa"].account
    old, _answer = sign_in(str(account.phone))
    password = passing_password_from(signed_in("village_head"), account)
    assert re.fullmatch(r"([a-z]+-){4}\d\d", password)
    assert old.get("/account/").status_code == 302  # her sessions ended
    browser, _answer = sign_in(str(account.phone), password)
    assert browser.get("/")["Location"] == "/account/password/"
    told = {"oldpassword": password, "password1": NEW, "password2": NEW}
    same = browser.post("/account/password/", told | {"password1": password, "password2": password})
    assert "password1" in same.context["form"].errors
    assert browser.post("/account/password/", told).status_code == 302
    assert browser.get("/").status_code == 200  # and stays signed in
    entry = JournalEntry.objects.get(verb="account.password_reset")
    assert entry.actor_label == world.posts["village_head"].title
    assert password not in str([e.changes for e in JournalEntry.objects.all()])


def test_a_passing_password_opens_a_shut_account(world: World, signed_in: Enter) -> None:
    account = world.posts["babinsa"].account
    for _ in range(5):
        sign_in(str(account.phone), "wrong")
    password = passing_password_from(signed_in("village_head"), account)
    assert sign_in(str(account.phone), password)[1].status_code == 302


@pytest.mark.parametrize(
    ("by", "whose", "status"),
    [
        ("village_head", "bhabinkamtibmas", 200),
        ("district_head", "babinsa", 200),
        ("desk_coordinator", "village_head", 200),
        ("babinsa", "village_head", 404),
        ("village_head", "district_head", 404),
        ("village_head", "elsewhere:babinsa", 404),
        ("district_head", "elsewhere:babinsa", 404),
        ("village_head", "village_head", 403),
        ("police_officer", "babinsa", 404),
    ],
)
def test_who_may_give_a_passing_password_to_whom(
    world: World, signed_in: Enter, by: str, whose: str, status: int
) -> None:
    if by == "desk_coordinator":
        mark_role(SYSTEM, world.operation, role=by, second_factor=False)  # type: ignore[arg-type]
    account = world.posts[whose].account
    address = f"/administration/people/{account.pk}/password/"
    assert signed_in(by).get(address).status_code == status


def test_another_post_is_chosen_and_kept(world: World, signed_in: Enter) -> None:
    other = world.posts["elsewhere:village_head"]
    other.account = world.posts["village_head"].account
    other.save()
    client = signed_in("village_head")
    assert client.get(f"/desks/{world.desk(ELSEWHERE).pk}/people/").status_code == 404
    answer = client.post("/account/post/", {"post": other.pk, "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert client.get(f"/desks/{world.desk(ELSEWHERE).pk}/people/").status_code == 200
    foreign = world.posts["district_head"]
    assert client.post("/account/post/", {"post": foreign.pk}).status_code == 404


def test_other_devices_are_signed_out(world: World) -> None:
    phone = str(world.posts["babinsa"].account.phone)
    first, _answer = sign_in(phone)
    second, _answer = sign_in(phone)
    page = second.get("/account/sessions/")
    assert page.context["session_count"] == 2
    second.post("/account/sessions/")
    assert first.get("/account/").status_code == 302
    assert second.get("/account/").status_code == 200


def test_a_token_is_shown_once(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    told = {"name": "Peta", "scopes": ["read"], "days": "30"}
    page = client.post("/account/tokens/", told)
    secret = page.context["secret"]
    assert secret in page.content.decode() and page["Cache-Control"] == "no-store"
    assert secret not in client.get("/account/tokens/").content.decode()
    api = Client()
    me = api.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert me.json()["post"]["title"] == world.posts["babinsa"].title
    token = world.posts["babinsa"].tokens.get()
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert api.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_no_page_of_the_account_has_an_inline_script(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    client.post("/account/confirm/", {"password": PASSWORD})
    for address in ("/account/", "/account/second-factor/", "/account/second-factor/totp/activate/",
                    "/account/second-factor/webauthn/add/", "/account/sessions/",
                    "/account/password/", "/account/tokens/"):  # fmt: skip
        text = client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text), address
        assert " style=" not in text and "onclick" not in text, address
