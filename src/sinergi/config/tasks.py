"""Jobs of the house itself: what a killed worker left, and what has run out."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take-up-left-jobs", pass_context=False)
async def take_up_left_jobs(timestamp: int) -> int:
    """Every minute: jobs of workers that were killed are queued again; how many."""
    left: list[Any] = list(await app.job_manager.get_stalled_jobs())
    for job in left:
        await _queue_again(job)
    return len(left)


async def _queue_again(job: Any) -> None:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:  # the same one waits in the queue already, which is as good
        await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="clear-what-ran-out", pass_context=False)
def clear_what_ran_out(timestamp: int) -> None:
    """Every hour: sessions and cache entries whose time is over."""
    call_command("clearsessions", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM config_cache WHERE expires < now()")
