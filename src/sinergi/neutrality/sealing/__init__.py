"""Encryption of what is confidential: by age (X25519), Argon2id and ChaCha20-Poly1305.

Nothing here is our own cryptography: it names which well-known part seals what. The protocol, the
life of keys and what all this does not protect stand in `docs/neutrality.md`.
"""
