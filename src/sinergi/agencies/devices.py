"""What kind of device a browser says it runs on. Pure; good enough to tell one's own apart."""

from __future__ import annotations

# The order counts: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
             ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Macintosh", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def device_name(user_agent: str) -> str:
    """`Chrome, Android` from the header User-Agent; its beginning when nothing is known in it."""
    found = [_first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS)]
    return ", ".join(name for name in found if name) or user_agent[:40]


def _first(text: str, among: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in among if sign in text), "")
