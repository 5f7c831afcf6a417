"""What changed since the last time: read from the journal, by the numbers of its transactions.

A mark is the number of the oldest transaction that still ran when a set was read: whatever is
written later, or was not to be seen yet, has that number or a higher one. So nothing is ever left
out; a row may come twice.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.db.models import CharField, F, Model, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from sinergi.kernel import seals
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Invalid

_SALT = "sinergi.bulk"


class Mark:
    """How far a program has read: the transaction, and the moment of the operation's clock."""

    def __init__(self, txid: int, moment: datetime) -> None:
        self.txid, self.moment = txid, moment

    @classmethod
    def here(cls) -> Mark:
        """That of now; to be taken before the rows are read. One statement."""
        return cls(seals.horizon(), now())

    @classmethod
    def read(cls, text: str) -> Mark:
        """The mark that was given before; raises Invalid (field `changed_since`) for another."""
        try:
            txid, seconds = signing.loads(text, salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise Invalid(_("This mark is not one of ours."), field="changed_since") from error
        return cls(txid, datetime.fromtimestamp(seconds, UTC))

    def text(self) -> str:
        """As it is given to a program, signed."""
        return signing.dumps([self.txid, self.moment.timestamp()], salt=_SALT)


def touched(rows: QuerySet[Any], model: type[Model], since: Mark, *, key: str = "pk") -> Any:
    """Those of `rows` whose `model` (their own, at `key`) stands in an entry since the mark.

    An action that makes a part of something changes what it is part of: that stands in the facts
    of its entry.
    """
    label = model._meta.label_lower
    entries = JournalEntry.objects.filter(txid__gte=since.txid)
    own = entries.filter(subject_type=label).values("subject_id")
    parent = KeyTextTransform("id", KeyTextTransform("parent", F("facts")))
    parts = entries.filter(facts__parent__type=label).annotate(parent=parent).values("parent")
    rows = rows.annotate(_key=Cast(key, CharField()))
    return rows.filter(Q(_key__in=own) | Q(_key__in=parts))
