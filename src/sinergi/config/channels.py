"""Ways to tell people beside the page: their credentials. Part of the settings."""

from __future__ import annotations

from sinergi.config.environment import flag, text

SINERGI_VAPID_KEY = text(
    "SINERGI_VAPID_KEY",
    default="",
    shown="none: no Web Push",
    meaning="Private key for Web Push, made by `sinergi channels webpush-keys`.",
)
SINERGI_VAPID_CONTACT = text(
    "SINERGI_VAPID_CONTACT",
    default="mailto:sinergi@localhost",
    meaning="Whom a push service asks when something is wrong: mailto: or https:.",
)
SINERGI_TELEGRAM_TOKEN = text(
    "SINERGI_TELEGRAM_TOKEN",
    default="",
    shown="none: no Telegram",
    meaning="Token of the bot, from @BotFather.",
)
SINERGI_TELEGRAM_BOT = text(
    "SINERGI_TELEGRAM_BOT", default="", meaning="Name of the bot, without @."
)
SINERGI_TELEGRAM_API = text(
    "SINERGI_TELEGRAM_API",
    default="https://api.telegram.org",
    meaning="Where the Bot API is; change it for a server of your own.",
)
SINERGI_SMS_URL = text(
    "SINERGI_SMS_URL",
    default="",
    shown="none: no SMS",
    meaning="Address of the SMS gateway; may hold {number}, {text} and {token}.",
)
SINERGI_SMS_BODY = text(
    "SINERGI_SMS_BODY",
    default="",
    shown="(empty: a GET to the address alone)",
    meaning='JSON that is POSTed, such as {"to": "{number}", "message": "{text}"}.',
)
SINERGI_SMS_TOKEN = text("SINERGI_SMS_TOKEN", default="", meaning="Token of the SMS gateway.")
SINERGI_SMS_HEADER = text(
    "SINERGI_SMS_HEADER",
    default="Authorization: Bearer {token}",
    meaning="Header that carries the token of the SMS gateway.",
)
SINERGI_PRIVATE_TARGETS = flag(
    "SINERGI_PRIVATE_TARGETS",
    default=False,
    meaning="Let webhooks go to addresses inside the network, and without TLS.",
)
