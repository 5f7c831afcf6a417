"""Receipts: words that are typed as they come, and the same work for right and wrong ones."""

from __future__ import annotations

import math
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sinergi.neutrality import receipts
from sinergi.neutrality.models import Receipt
from sinergi.neutrality.receipts import (
    WORDS,
    code_of,
    give_receipt,
    letters_of,
    new_code,
    normal,
    open_mailbox,
    words,
)
from sinergi.neutrality.sealing import age
from tests.factories import World
from tests.factories_neutrality import chamber, sealed_case
from tests.neutrality.reporter import Reporter


def test_seven_words_hold_more_than_eighty_bits() -> None:
    assert WORDS * math.log2(len(set(words()))) > 90
    assert len(new_code().split()) == WORDS
    assert new_code() != new_code()


SEPARATORS = st.sampled_from([" ", "-", ", ", "\n", "  ", " – ", "_", ". ", "\u00a0"])


@given(
    chosen=st.lists(st.sampled_from(words()), min_size=WORDS, max_size=WORDS),
    between=st.lists(SEPARATORS, min_size=WORDS, max_size=WORDS),
    capitals=st.lists(st.booleans(), min_size=WORDS, max_size=WORDS),
)
def test_however_they_are_typed_they_are_the_same(
    chosen: list[str], between: list[str], capitals: list[bool]
) -> None:
    typed = "".join(
        gap + (word.upper() if capital else word)
        for word, gap, capital in zip(chosen, between, capitals, strict=True)
    )
    assert normal(typed) == " ".join(chosen)


@given(st.text(max_size=80))
def test_no_typing_breaks_it(typed: str) -> None:
    assert normal(normal(typed)) == normal(typed)


@pytest.mark.django_db
def test_a_receipt_opens_its_own_letterbox_alone(world: World) -> None:
    chamber(world)
    first, second = sealed_case(world), sealed_case(world)
    code = give_receipt(first)
    other = give_receipt(second)
    found = open_mailbox(code_of(code.upper()))
    assert found is not None
    assert found.receipt.case_id == first.pk
    assert age.recipient_of(found.secret) == found.receipt.recipient
    assert found.receipt.case_id != second.pk
    assert open_mailbox(code_of(code + " lagi")) is None
    assert open_mailbox(code_of(other)) is not None


@pytest.mark.django_db
def test_the_words_are_kept_nowhere(world: World) -> None:
    chamber(world)
    code = give_receipt(sealed_case(world))
    made = code_of(code)
    for row in Receipt.objects.values():
        kept = b"".join(bytes(value) for value in row.values() if isinstance(value, memoryview))
        assert made.key not in kept
        assert all(word.encode() not in kept for word in code.split())


def _work(typed: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """How often a key is derived, a box is tried, and the database is asked."""
    tried: list[str] = []
    for name in ("derive", "disclose"):
        real = getattr(receipts.passphrase, name)

        def counting(*given: Any, _real: Any = real, _name: str = name, **more: Any) -> Any:
            tried.append(_name)
            return _real(*given, **more)

        monkeypatch.setattr(receipts.passphrase, name, counting)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        letters_of(open_mailbox(code_of(typed)))
    monkeypatch.undo()
    return tried.count("derive"), tried.count("disclose"), len(asked)


@pytest.mark.django_db
def test_right_and_wrong_words_cost_the_same_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber(world)
    code = give_receipt(sealed_case(world))
    right, wrong = _work(code, monkeypatch), _work(new_code(), monkeypatch)
    assert right == wrong == (1, 1, 2)


@pytest.mark.django_db
def test_guessing_is_throttled_for_everybody_and_from_anywhere(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SINERGI_LETTERBOX = {**settings.SINERGI_LETTERBOX, "code": 12}
    chamber(world)
    reporter = Reporter(monkeypatch)
    statuses = [reporter.enter(new_code()).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 429, 429]


@pytest.mark.django_db
def test_a_form_of_one_letterbox_opens_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber(world)
    codes = [give_receipt(sealed_case(world)) for _ in range(2)]
    reporter = Reporter(monkeypatch)
    page = reporter.enter(codes[0]).content.decode()
    assert reporter.write(page, codes[1], text="bukan milik saya").status_code == 422
    assert reporter.write(page, codes[0], text="milik saya").status_code == 200
