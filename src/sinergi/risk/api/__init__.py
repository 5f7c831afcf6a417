"""Risk in the API: each part brings its own routes."""

from ninja import Router

router = Router(tags=["risk"])
