"""How passwords are kept: Argon2id, at a cost that a small server bears on a busy morning."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class HouseArgon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane (OWASP, Password Storage Cheat Sheet).

    Django's own choice takes 100 MiB and eight lanes: on two cores a morning on which 200 people
    sign in would stand still, and so would an import of a few hundred people.
    """

    time_cost = 1
    memory_cost = 47_104  # KiB
    parallelism = 1
