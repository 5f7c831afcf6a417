"""The shared cache: lock-outs and rate limits that every process must see.

Unlogged: it is quick to write, and may be empty after a crash.
"""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE config_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX config_cache_expires ON config_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(CREATE, "DROP TABLE config_cache")]
