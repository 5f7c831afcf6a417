"""Meetings in the API: each part brings its own routes."""

from ninja import Router

from sinergi.meetings.api import action_plan, briefing, directives, meetings, minutes, working

router = Router()
router.add_router("", meetings.router)
router.add_router("", working.router)
router.add_router("", briefing.router)
router.add_router("", minutes.router)
router.add_router("", directives.router)
router.add_router("", action_plan.router)
