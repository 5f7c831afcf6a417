"""Polling in the API: check-ins one by one and together, and texts from a gateway."""

from sinergi.polling.api import board, check_ins, outreach, plan, stations, texts
from sinergi.polling.api.routes import router

__all__ = ["board", "check_ins", "outreach", "plan", "router", "stations", "texts"]
