"""`python -m benchmarks`: measure, print a table, write `build/bench.json`."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks.house import House, open_house, people
from benchmarks.results import Figure, figure, table, write

RESULT = Path(__file__).resolve().parents[1] / "build" / "bench.json"
# In this order: what writes little comes before what writes much.
BENCHMARKS = (
    "pages",
    "leadership",
    "screens",
    "exports",
    "reports",
    "maps",
    "readiness",
    "briefings",
    "situation-report",
    "sealing",
    "neutrality",
    "voting-day",
    "board",
    "vulnerability",
    "alerting",
)
ON_REQUEST = ("nation",)  # only when it is asked for by its name
WATCHED = ("pages", "screens", "reports")  # two hundred pages stand open meanwhile
CASES, CASES_QUICK = 100_000, 5_000


def main() -> int:
    """Run what is asked for; 0 unless a benchmark could not be carried out."""
    options = _options()
    failed: list[str] = []
    figures: list[Figure] = []
    try:
        if options.demo:
            figures += _attempt("demo", _demo, failed)
        if options.only != ["demo"]:
            figures += _in_house(options, failed)
    except KeyboardInterrupt:
        print("stopped")
        return 130
    print(f"\n{table(figures)}\n")
    write(figures, RESULT)
    return 1 if failed else 0


def _demo() -> list[Figure]:
    from benchmarks import demos

    return demos.measure()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=[*BENCHMARKS, *ON_REQUEST, "demo"], default=[]
    )
    parser.add_argument("--quick", action="store_true", help="5,000 cases, in under a minute")
    parser.add_argument("--demo", action="store_true", help="measure `sinergi demo` as well")
    parser.add_argument("--cases", type=int, help="how many cases lie in the database")
    options = parser.parse_args()
    options.demo |= "demo" in options.only
    return options


def _in_house(options: argparse.Namespace, failed: list[str]) -> list[Figure]:
    figures: list[Figure] = []
    wanted = [name for name in BENCHMARKS if not options.only]
    wanted += [name for name in (*BENCHMARKS, *ON_REQUEST) if name in options.only]
    with open_house(quick=options.quick) as house:
        figures += _prepare(house, options.cases or (CASES_QUICK if options.quick else CASES))
        for name in wanted:
            figures += _attempt(name, partial(_run, name, house), failed)
    return figures


def _prepare(house: House, cases: int) -> list[Figure]:
    from benchmarks.filling import fill

    print(f"== a regency with {cases} cases")
    began = time.perf_counter()
    people(house)
    fill(house, cases)
    house.start("serve", "worker")
    took = time.perf_counter() - began
    return [figure("preparation", took, "s", f"founding, {cases} cases by COPY, server up")]


def _run(name: str, house: House) -> list[Figure]:
    measure: Callable[[House], list[Figure]] = import_module(
        f"benchmarks.{name.replace('-', '_')}"
    ).measure
    if name not in WATCHED:
        return measure(house)
    from benchmarks.viewers import watching

    with watching(house):
        return measure(house)


def _attempt(name: str, run: Callable[[], list[Figure]], failed: list[str]) -> list[Figure]:
    """What one benchmark found; one that breaks off does not take the others along."""
    print(f"== {name}", flush=True)
    began = time.perf_counter()
    try:
        found = run()
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        failed.append(name)
        return []
    print(f"{table(found)}\n   {time.perf_counter() - began:.0f} s", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
