"""How many may come in at once, without knowing who they are: proof of work, a sum, buckets.

Whoever sends a form has worked for it: a browser with script finds a number (ALTCHA), one without
answers a sum in words and cannot be quicker than a person. All senders share the buckets of a
form; when one runs empty, the work becomes harder and in the end everybody waits. No address is
looked at. A form is taken once; what remembers that bears a day, never the moment.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha.v1 import ChallengeOptions, create_challenge, extract_params, verify_solution
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from sinergi.kernel.clock import real_now
from sinergi.kernel.indonesian import number_words
from sinergi.kernel.problems import Conflict, Invalid, TooMany
from sinergi.neutrality.models import Bucket, SpentToken

REPORT, CODE, MESSAGE = "report", "code", "message"
PROOF, WORDS = "proof", "words"
SALT = "sinergi.neutrality.thresholds"
LASTS = timedelta(hours=24)  # that long a form may stay open
LEAST_TIME = 5.0  # seconds in which no person fills in a form
STEP = timedelta(minutes=15)  # buckets are refilled in steps, so that they tell no moment
EASIEST, HARDEST = 20_000, 400_000  # numbers to try at most
LEAST_TERM, MOST_TERM = 3, 12


@dataclass(frozen=True)
class Ticket:
    """What a form carries: its token, a sum in words, and a challenge for the script."""

    token: str
    question: str  # empty when the work is done already
    challenge: str


@dataclass(frozen=True)
class Passage:
    """That the work for a form was done, and how."""

    form: str
    way: str
    number: str


def new_ticket(form: str, *, bound: str = "", done: str = "") -> Ticket:
    """A ticket for a form; `bound` ties it to a receipt, `done` says that the work was done."""
    number, a, b = secrets.token_hex(16), _term(), _term()
    made = real_now()
    facts = {
        "form": form,
        "number": number,
        "made": int(made.timestamp()),
        "bound": bound,
        "done": done,
        "answer": _mark(number, str(a + b)),
    }
    question = "" if done else _sum_in_words(a, b)
    challenge = "" if done else _challenge(form, number, made + LASTS)
    return Ticket(signing.dumps(facts, salt=SALT), question, challenge)


def _term() -> int:
    return LEAST_TERM + secrets.randbelow(MOST_TERM - LEAST_TERM + 1)


def _sum_in_words(a: int, b: int) -> str:
    words = {"a": number_words(a), "b": number_words(b)}
    return _("How much is %(a)s plus %(b)s?") % words


def _mark(number: str, answer: str) -> str:
    return salted_hmac(SALT, f"{number}:{answer}", algorithm="sha256").hexdigest()


def _key() -> bytes:
    return salted_hmac(SALT, "proof of work", algorithm="sha256").digest()


def _challenge(form: str, number: str, ends: datetime) -> str:
    made = create_challenge(
        ChallengeOptions(
            hmac_key=_key(),
            max_number=difficulty(fullness(form)),
            expires=ends,
            params={"number": number},
        )
    )
    return json.dumps(
        {
            "algorithm": made.algorithm,
            "challenge": made.challenge,
            "maxnumber": made.max_number,
            "salt": made.salt,
            "signature": made.signature,
        }
    )


def examine(form: str, given: Any, *, bound: str = "") -> Passage:
    """Whether the work for this form was done; `given` is what was posted.

    Raises Invalid, at the field `answer` where the sum was wrong.
    """
    facts = _facts(form, str(given.get("token", "")), bound)
    number, done = facts["number"], facts["done"]
    if not done and _is_proven(str(given.get("proof", "")), number):
        done = PROOF
    if not done and _is_right(str(given.get("answer", "")), number, facts["answer"]):
        if real_now().timestamp() - facts["made"] < LEAST_TIME:
            raise Invalid(_("That was quick. Please wait a few seconds and send once more."))
        done = WORDS
    if not done:
        raise Invalid(_("Please answer this question, in digits or in words."), field="answer")
    return Passage(form, done, number)


def _facts(form: str, token: str, bound: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        facts = {}
    if facts.get("form") != form or not constant_time_compare(facts.get("bound", ""), bound):
        raise Invalid(_("This page was open for too long. Please send once more."))
    return facts


def _is_proven(proof: str, number: str) -> bool:
    try:
        good, _why = verify_solution(proof, _key())
        told: Any = json.loads(base64.b64decode(proof)) if good else {}
        return bool(good) and extract_params(told).get("number") == [number]
    except (ValueError, TypeError, AttributeError, KeyError):
        return False


_TYPED = {number_words(n): str(n) for n in range(2 * MOST_TERM + 1)}


def _is_right(typed: str, number: str, mark: str) -> bool:
    flat = " ".join(typed.casefold().split())
    return constant_time_compare(_mark(number, _TYPED.get(flat, flat.lstrip("0"))), mark)


def admit(passage: Passage) -> None:
    """Take from the bucket of this form and way; raises TooMany when it is empty."""
    if not take(_bucket(passage.form, passage.way)):
        raise TooMany(
            _(
                "Many people are sending just now. Please try again in a few minutes: "
                "what you wrote is still here."
            )
        )


def spend(passage: Passage) -> None:
    """Take this form once; raises Conflict the second time. Call it where something is laid."""
    digest = hashlib.sha256(passage.number.encode()).digest()
    try:
        with transaction.atomic():
            SpentToken.objects.create(digest=digest, day=real_now().date())
    except IntegrityError:
        raise Conflict(_("This was sent already; it was not sent a second time.")) from None


def _bucket(form: str, way: str) -> str:
    return form if way == PROOF else f"{form}_{WORDS}"


def capacity(name: str) -> int:
    """How many an hour the bucket lets through; those without script have a quarter of it."""
    form = name.removesuffix(f"_{WORDS}")
    hourly: int = settings.SINERGI_LETTERBOX[form]
    return hourly if form == name else max(hourly // 4, 1)


def take(name: str) -> bool:
    """One from the bucket; False when it is empty. A transaction of its own."""
    most, moment = capacity(name), real_now()
    with transaction.atomic():
        Bucket.objects.get_or_create(
            form=name, defaults={"tokens": most, "filled_at": step_of(moment)}
        )
        bucket = Bucket.objects.select_for_update().get(form=name)
        tokens = refilled(bucket.tokens, bucket.filled_at, moment, most)
        bucket.tokens = tokens - 1 if tokens >= 1 else tokens
        bucket.filled_at = step_of(moment)
        bucket.save()
    return tokens >= 1


def fullness(name: str) -> float:
    """How full a bucket is, from 0 to 1."""
    most, bucket = capacity(name), Bucket.objects.filter(form=name).first()
    if bucket is None:
        return 1.0
    return refilled(bucket.tokens, bucket.filled_at, real_now(), most) / most


def refilled(tokens: float, filled_at: datetime, moment: datetime, most: int) -> float:
    """What is in a bucket at `moment`: full again after an hour, in steps. Never below zero."""
    passed = max((step_of(moment) - filled_at) / timedelta(hours=1), 0)
    return min(max(tokens, 0) + passed * most, most)


def step_of(moment: datetime) -> datetime:
    """The beginning of the step in which `moment` lies."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(STEP.total_seconds()), UTC)


def difficulty(full: float) -> int:
    """How many numbers a browser tries at most: twentyfold while the bucket empties."""
    return int(HARDEST - (HARDEST - EASIEST) * min(max(full, 0), 1))


def tidy() -> None:
    """Forget forms that could no longer be sent, and write what stays anew, without its moment."""
    moment = real_now()
    with transaction.atomic():
        SpentToken.objects.filter(day__lt=(moment - 2 * LASTS).date()).delete()
        for spent in SpentToken.objects.order_by("digest"):
            SpentToken.objects.filter(pk=spent.pk).update(day=spent.day)
        for bucket in Bucket.objects.select_for_update().order_by("form"):
            most = capacity(bucket.form)
            bucket.tokens = refilled(bucket.tokens, bucket.filled_at, moment, most)
            bucket.filled_at = step_of(moment)
            bucket.save()
