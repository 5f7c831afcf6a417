"""Telegram: messages of our bot, linked from the phone with a code that works once."""
