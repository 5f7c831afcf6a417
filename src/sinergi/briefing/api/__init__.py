"""Briefing in the API: each part brings its own routes."""

from ninja import Router

from sinergi.briefing.api import reports

router = Router(tags=["briefing"])
router.add_router("", reports.router)
