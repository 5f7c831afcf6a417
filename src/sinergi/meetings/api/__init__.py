"""Meetings in the API: each part brings its own routes."""

from ninja import Router

from sinergi.meetings.api import action_plan, briefing, directives, minutes

router = Router(tags=["meetings"])
router.add_router("", briefing.router)
router.add_router("", minutes.router)
router.add_router("", directives.router)
router.add_router("", action_plan.router)
