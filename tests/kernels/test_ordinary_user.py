"""The sandbox as an ordinary user has it: the same tests, without the superuser's rights."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from wants import wants

HERE = Path(__file__).parent
REPO = HERE.parent.parent
USER = "12345"

# A Python that stands in the superuser's home cannot be run by anybody else, so that home is opened, for
# these processes alone, to the one folder that is needed.
_OPEN_UP = """
set -e
mount --make-rprivate /
if [ -n "$CLOSED" ]; then
    mkdir -p "$SPARE"
    mount --bind "$NEEDED" "$SPARE"
    mount -t tmpfs -o mode=755 home "$CLOSED"
    mkdir -p "$NEEDED"
    mount --move "$SPARE" "$NEEDED"
fi
exec setpriv --reuid "$USER_ID" --regid "$USER_ID" --clear-groups "$@"
"""


def _closed_folder(path: Path) -> Path | None:
    """The outermost folder above ``path`` that others may not enter."""
    for folder in reversed(path.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def _missing() -> str:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "becoming another user, which takes Linux and the superuser"
    if not (shutil.which("unshare") and shutil.which("setpriv")):
        return "there is no unshare or no setpriv (Debian: apt-get install util-linux)"
    return ""


@wants(_missing())
@pytest.mark.parametrize("tests", ["test_sandbox.py", "test_limits.py"])
def test_as_an_ordinary_user(tests: str):
    base = Path(sys.base_prefix).resolve()
    closed = _closed_folder(base)
    with tempfile.TemporaryDirectory() as spare, tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o777)
        env = {k: v for k, v in os.environ.items() if not k.startswith(("COURSEWORK_", "PYTEST_", "XDG_"))}
        env |= {"CLOSED": str(closed or ""), "NEEDED": str(base), "SPARE": f"{spare}/spare", "USER_ID": USER}
        env |= {"HOME": scratch, "TMPDIR": scratch, "PYTHONDONTWRITEBYTECODE": "1"}
        command = ["unshare", "--mount", "bash", "-c", _OPEN_UP, "bash", sys.executable, "-m", "pytest", "-q"]
        command += ["-p", "no:cacheprovider", f"--rootdir={REPO}", str(HERE / tests)]
        done = subprocess.run(command, env=env, cwd=REPO, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
