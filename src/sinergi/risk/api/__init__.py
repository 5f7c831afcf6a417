"""Risk in the API: each part brings its own routes."""

from ninja import Router

from sinergi.risk.api import assessments, register, scores
from sinergi.risk.api.routes import router as index_router

router = Router(tags=["risk"])
router.add_router("", index_router)

__all__ = ["assessments", "register", "router", "scores"]
