"""Thresholds without addresses: proof of work, a sum in words, buckets that fill in steps."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from altcha.v1 import Challenge, solve_challenge
from hypothesis import given
from hypothesis import strategies as st

from sinergi.kernel.problems import Problem
from sinergi.neutrality import thresholds
from sinergi.neutrality.models import Bucket, SpentToken
from sinergi.neutrality.thresholds import (
    CODE,
    EASIEST,
    HARDEST,
    PROOF,
    REPORT,
    STEP,
    WORDS,
    admit,
    difficulty,
    examine,
    new_ticket,
    refilled,
    spend,
    step_of,
    take,
    tidy,
)
from tests.neutrality.reporter import NUMBERS, house_now, later

pytestmark = pytest.mark.django_db
START = datetime(2024, 9, 10, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def solved(ticket: thresholds.Ticket) -> str:
    """What a browser finds."""
    told = json.loads(ticket.challenge)
    challenge = Challenge(
        told["algorithm"], told["challenge"], told["maxnumber"], told["salt"], told["signature"]
    )
    found = solve_challenge(challenge, max_number=told["maxnumber"])
    assert found is not None
    del told["maxnumber"]
    return base64.b64encode(json.dumps({**told, "number": found.number}).encode()).decode()


def sum_of(ticket: thresholds.Ticket) -> str:
    words = ticket.question.removeprefix("Berapa ").removesuffix("?").split(" ditambah ")
    return str(sum(NUMBERS[word] for word in words))


def test_a_browser_works_and_passes() -> None:
    ticket = new_ticket(REPORT)
    passage = examine(REPORT, {"token": ticket.token, "proof": solved(ticket)})
    assert passage.way == PROOF


def test_the_work_for_one_form_is_no_work_for_another() -> None:
    one, other = new_ticket(REPORT), new_ticket(REPORT)
    with pytest.raises(Problem):
        examine(REPORT, {"token": other.token, "proof": solved(one)})
    with pytest.raises(Problem):
        examine(CODE, {"token": one.token, "proof": solved(one)})


@pytest.mark.parametrize(
    "proof", ["", "x", "e30=", base64.b64encode(b'{"number": 1}').decode(), "W10=", "\x00"]
)
def test_no_false_proof_passes_or_breaks_it(proof: str) -> None:
    with pytest.raises(Problem) as refused:
        examine(REPORT, {"token": new_ticket(REPORT).token, "proof": proof})
    assert refused.value.field == "answer"


def test_a_person_without_script_answers_a_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = new_ticket(REPORT)
    given_back = {"token": ticket.token, "answer": f" {sum_of(ticket)} "}
    with pytest.raises(Problem):
        examine(REPORT, given_back)  # quicker than a person
    later(monkeypatch, seconds=6)
    assert examine(REPORT, given_back).way == WORDS
    in_words = next(word for word, number in NUMBERS.items() if str(number) == sum_of(ticket))
    assert examine(REPORT, {"token": ticket.token, "answer": in_words.upper()}).way == WORDS
    with pytest.raises(Problem):
        examine(REPORT, {"token": ticket.token, "answer": "99"})


@pytest.mark.parametrize("token", ["", "forged", "a:b:c"])
def test_no_false_token_passes(token: str) -> None:
    with pytest.raises(Problem):
        examine(REPORT, {"token": token, "answer": "9"})


def test_work_that_was_done_counts_for_the_next_try() -> None:
    ticket = new_ticket(REPORT, done=WORDS)
    assert (ticket.question, ticket.challenge) == ("", "")
    assert examine(REPORT, {"token": ticket.token}).way == WORDS


def test_a_ticket_is_bound_to_its_receipt() -> None:
    ticket = new_ticket(REPORT, bound="a", done=PROOF)
    assert examine(REPORT, {"token": ticket.token}, bound="a")
    with pytest.raises(Problem):
        examine(REPORT, {"token": ticket.token}, bound="b")


def test_a_bucket_is_emptied_and_fills_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SINERGI_LETTERBOX = {"report": 4}
    assert [take(REPORT) for _ in range(5)] == [True, True, True, True, False]
    later(monkeypatch, minutes=15)
    assert [take(REPORT) for _ in range(2)] == [True, False]
    later(monkeypatch, hours=2)
    assert [take(REPORT) for _ in range(5)] == [True, True, True, True, False]


def test_those_without_script_have_a_smaller_bucket_of_their_own(settings: Any) -> None:
    settings.SINERGI_LETTERBOX = {"report": 8}
    for _ in range(2):
        admit(thresholds.Passage(REPORT, WORDS, "1"))
    with pytest.raises(Problem) as refused:
        admit(thresholds.Passage(REPORT, WORDS, "1"))
    assert refused.value.status == 429
    admit(thresholds.Passage(REPORT, PROOF, "1"))


@given(
    tokens=st.floats(-5, 500), first=MOMENTS, passed=st.timedeltas(timedelta(0), timedelta(days=2)),
    most=st.integers(1, 400),
)  # fmt: skip
def test_a_bucket_is_never_overfull_nor_below_nothing(
    tokens: float, first: datetime, passed: timedelta, most: int
) -> None:
    then = first + passed
    found = refilled(tokens, step_of(first), then, most)
    assert 0 <= found <= most
    assert found >= min(max(tokens, 0), most)
    if passed >= timedelta(hours=1) + STEP:
        assert found == most


@given(MOMENTS)
def test_what_a_bucket_remembers_tells_no_moment(moment: datetime) -> None:
    step = step_of(moment)
    assert step <= moment < step + STEP
    assert step.minute % 15 == step.second == step.microsecond == 0


@given(st.floats(-1, 2))
def test_the_work_is_harder_while_the_bucket_empties(full: float) -> None:
    assert EASIEST <= difficulty(full) <= HARDEST
    assert difficulty(full) >= difficulty(full + 0.1)


def test_spent_forms_are_forgotten_after_they_could_be_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spend(thresholds.Passage(REPORT, PROOF, "1"))
    take(REPORT)
    tidy()
    assert SpentToken.objects.count() == 1
    later(monkeypatch, days=4)
    tidy()
    assert not SpentToken.objects.exists()
    assert Bucket.objects.get().filled_at == step_of(house_now())
