"""The chapter of the docs about the API, made from its description."""

from __future__ import annotations

from sinergi.config.api.assembly import DESCRIPTION, api
from sinergi.config.api.docs import Section, sections_of
from sinergi.config.documentation import page, table

HOW = """\
A running Sinergi shows the whole description at `/api/v1/docs`, and as OpenAPI 3.1 at
`/api/v1/openapi.json`. For example, to report:

```sh
curl -X POST http://localhost:8000/api/v1/incidents \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -d '{"region": "35.19.04.2007", "kind": "neighbour_dispute",
       "what": "Warga berselisih soal pemasangan spanduk di depan balai desa."}'
```

How a room takes part: it has a module `api` (or a folder) with a `router`, named in
`config/api/assembly.py`. Shapes and bodies come from `kernel/rest.py`; every write calls an action.
The actions of a case are one table, `incidents/api/acting.py`."""


def api_chapter() -> str:
    """What the API offers, by its parts."""
    sections = sections_of(api.get_openapi_schema())
    return page("API", DESCRIPTION, HOW, *map(_part, sections))


def _part(section: Section) -> str:
    rows = [(entry.method, f"`{entry.path}`", entry.summary) for entry in section.entries]
    listed = table(("method", "address", "what"), rows)
    return f"## {section.name.capitalize()}\n\n{section.description}\n\n{listed}"
