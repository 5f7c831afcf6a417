"""Encryption for what must be readable again: second factors, passing passwords to be fetched."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """A cipher whose key comes from the house's secret: a stolen table alone opens nothing.

    What an earlier secret (SECRET_KEY_FALLBACKS) encrypted can still be read.
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"{purpose}:{secret!s}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
