"""Navigation and signs, entered by rooms that the shell does not know."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path, resolve

from sinergi.web import shell

HERE = "tests.web.test_shell"

urlpatterns = [
    path(address, lambda request: HttpResponse(), name=name)
    for address, name in [("", "first"), ("cases/", "cases"), ("cases/new/", "report")]
]


@pytest.fixture(autouse=True)
def _no_other_room(monkeypatch):
    monkeypatch.setattr(shell, "_items", {})
    monkeypatch.setattr(shell, "_statuses", {})
    with override_settings(ROOT_URLCONF=HERE):
        yield


def asked(address="/", *, role="babinsa", signed_in=True):
    request = RequestFactory().get(address)
    request.post = SimpleNamespace(role=role) if signed_in else None
    return request


def enter_three():
    shell.register_item("cases", "cases", "Cases", "map", 20)
    shell.register_item("first", "first", "First", "inbox", 10, badge=lambda request: 3)
    shell.register_item(
        "report", "report", "Report", "plus", 30, allowed=lambda post: post.role == "babinsa"
    )


def test_items_come_in_their_order_with_what_waits_there():
    enter_three()
    links = shell.items_for(asked())
    assert [link.key for link in links] == ["first", "cases", "report"]
    assert [link.badge for link in links] == [3, 0, 0]


def test_who_may_not_use_a_page_is_not_shown_the_way():
    enter_three()
    keys = [link.key for link in shell.items_for(asked(role="viewer"))]
    assert keys == ["first", "cases"]


def test_who_is_signed_out_is_shown_nothing():
    enter_three()
    assert shell.items_for(asked(signed_in=False)) == []


@pytest.mark.parametrize(
    ("address", "current"),
    [("/", "first"), ("/cases/", "cases"), ("/cases/17/", "cases"), ("/cases/new/", "report")],
)
def test_the_nearest_item_is_where_one_is(address, current):
    enter_three()
    marked = [link.key for link in shell.items_for(asked(address)) if link.current]
    assert marked == [current]


def test_a_page_below_another_item_marks_the_one_that_names_it():
    enter_three()
    shell.register_item("book", "first", "Book", "book", 40, pages=["report"])
    shell.register_item("shelf", "cases", "Shelf", "book", 50, allowed=lambda post: False,
                        pages=["report"])  # fmt: skip
    request = asked("/cases/new/", role="viewer")
    request.resolver_match = resolve("/cases/new/")
    assert {link.key for link in shell.items_for(request) if link.current} == {"first", "book"}
    request.resolver_match = resolve("/cases/")
    request.path = "/cases/"
    assert [link.key for link in shell.items_for(request) if link.current] == ["cases"]


def test_a_page_elsewhere_marks_no_item():
    enter_three()
    assert not any(link.current for link in shell.items_for(asked("/elsewhere/")))


def test_the_menu_of_the_person_is_a_group_of_its_own():
    shell.register_item("me", "first", "Me", "user", 1, group="account")
    assert shell.items_for(asked()) == []
    assert [link.key for link in shell.items_for(asked(), "account")] == ["me"]


def test_a_room_puts_a_sign_into_the_bar_and_may_show_none():
    shell.register_status("web/count.html", lambda request: {"count": 5})
    assert "5" in shell.statuses_for(asked())
    shell.register_status("web/count.html", lambda request: None)
    assert shell.statuses_for(asked()) == ""
    assert shell.statuses_for(asked(signed_in=False)) == ""
