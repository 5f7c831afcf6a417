"""Briefing in the API: each part brings its own routes."""

from ninja import Router

from sinergi.briefing.api import open_data, picture, reports, reviews

router = Router()
router.add_router("", reports.router)
router.add_router("", picture.router)
router.add_router("", reviews.router)
router.add_router("", open_data.router)
