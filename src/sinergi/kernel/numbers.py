"""Human numbers without gaps or doubles, under any concurrency."""

from __future__ import annotations

from django.db import connection

from sinergi.kernel.clock import local, now
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.lasting import flush_before_answering
from sinergi.kernel.models import Operation


def next_number(series: str, operation: Operation) -> str:
    """The next number of a series of this operation and year, e.g. KJD/35.19/2024/000123.

    The row of the series stays locked until the transaction ends: a rollback gives the number
    back, so there are no gaps. Take it last, for everybody else waits. The same statement lets the
    commit go ahead of the disk, for which the answer waits instead (see `kernel.lasting`).
    """
    prefix = f"{series}/{operation.region_code}/{local(now()).year}"
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO kernel_numberseries (id, prefix, last) VALUES (%s, %s, 1)
            ON CONFLICT (prefix) DO UPDATE SET last = kernel_numberseries.last + 1
            RETURNING last, set_config('synchronous_commit', 'off', true)
            """,
            [uuid7(), f"{operation.code}:{prefix}"],
        )
        last, _setting = cursor.fetchone()
    flush_before_answering()
    return f"{prefix}/{last:06d}"
