"""What was answered for outlives a crash, and still nobody waits in line for the disk.

A transaction that takes a number holds its series until it is over. Were the flush to disk a part
of it, all reporters would pass the disk one by one. So its commit gives the locks back at once
(`synchronous_commit` off, for this transaction alone), and the answer waits for the disk after
that: one flush serves all who came meanwhile, and a standby that must confirm is waited for too.

A crash in between loses only what nobody was told of, and only from the end: no gap arises.
"""

from __future__ import annotations

from django.db import connection, transaction


def flush_before_answering() -> None:
    """Once the running transaction is over, wait until it is on disk.

    For one that turned `synchronous_commit` off for itself, in a statement that it needed anyway.
    """
    planned = (entry[1] for entry in connection.run_on_commit)
    if _flush not in planned:
        transaction.on_commit(_flush)


def _flush() -> None:
    """A commit that writes next to nothing, and waits for the disk with all that lies before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'sinergi', '')")
