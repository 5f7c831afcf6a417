"""Meetings in the API: each part brings its own routes."""

from ninja import Router

from sinergi.meetings.api import briefing

router = Router(tags=["meetings"])
router.add_router("", briefing.router)
