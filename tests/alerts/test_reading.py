"""Reading the journal while others write: nothing is lost, nothing is told twice."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection, transaction

from sinergi.agencies.actions import reset_password
from sinergi.alerts import digest, telling
from sinergi.alerts.models import Cursor, Delivery, Notice
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> int:
    """To how many reports somebody was alerted."""
    return Notice.objects.filter(verb="incident.reported").values("key").distinct().count()


@pytest.fixture
def house(clock):
    made = factories.make_world()
    with use_operation(made.operation), use_door("test"):
        yield made


def other_connection() -> psycopg.Connection:
    database = connection.settings_dict
    wanted = {
        "dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"],
        "host": database["HOST"], "port": database["PORT"],
    }  # fmt: skip
    return psycopg.connect(**{key: value for key, value in wanted.items() if value})


def test_an_entry_that_becomes_visible_late_is_not_passed_over(house):
    """It has a lower number than one that is told already: by numbers alone it would be lost."""
    started, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        with use_operation(house.operation), use_door("test"), transaction.atomic():
            factories.report(house, by="babinsa")
            started.set()
            go_on.wait(20)
        connection.close()
        done.set()

    thread = threading.Thread(target=slow)
    thread.start()
    assert started.wait(20)
    account = house.posts["babinsa"].account
    reset_password(house.post("district_head"), account, password="sandi-sementara-1")
    digest.digest_all()
    before = Notice.objects.count()
    go_on.set()
    assert done.wait(20)
    thread.join()
    digest.digest_all()
    assert before == 0  # not even the later one is told while an older one may still come
    assert set(Notice.objects.values_list("verb", flat=True)) == {
        "account.password_reset", "incident.reported",
    }  # fmt: skip


def test_a_transaction_that_was_given_back_leaves_no_gap(house):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        factories.report(house)
        raise ZeroDivisionError
    factories.report(house)
    digest.digest_all()
    assert told() == 1


def test_a_crash_while_telling_loses_nothing(house, monkeypatch):
    factories.report(house)
    with monkeypatch.context() as patch:
        patch.setattr(telling, "ring", lambda posts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            digest.digest_all()
    assert not Notice.objects.exists() and not Delivery.objects.exists()
    digest.digest_all()
    assert told() == 1
    assert Delivery.objects.exists()


def test_two_readers_at_once_tell_once(house):
    factories.report(house)
    digest.digest_all()
    Cursor.objects.update(txid=0, entry_id=0)
    with other_connection() as other:
        other.execute("SELECT 1 FROM alerts_cursor FOR UPDATE")
        assert digest.digest_batch() == (0, False)
        other.rollback()
    assert digest.digest_all() == 0
    assert told() == 1


def test_more_than_a_batch_is_read_to_the_end(house, monkeypatch):
    monkeypatch.setattr(digest, "BATCH", 3)
    for _ in range(8):
        factories.report(house)
    digest.digest_all()
    assert told() == 8
    last = JournalEntry.objects.order_by("-txid", "-id").first()
    assert last is not None
    assert Cursor.objects.get().entry_id == last.pk
