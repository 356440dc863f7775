"""Where pages are walked: fresh clones, fresh bundles, and an environment that knows nothing of this one."""

import json
import os
import subprocess
import sys
from pathlib import Path

from page_shell import Shell

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 900
"""Time for one command; setting up `.venv` and the demo are the longest."""

# What a reader's own shell has. All else belongs to the tests: make's flags, an environment, Keras's home.
_KEPT = ("LANG", "LC_ALL", "USER", "LOGNAME", "TMPDIR", "PYENV_ROOT", "REQUESTS_CA_BUNDLE")
_KEPT_PREFIXES = ("PIP_", "SSL_CERT_")


def environment(home: Path, python: Path | None = None) -> dict[str, str]:
    """Make the environment of a reader who has just opened a terminal.

    Args:
        home: An empty folder for the home folder; made when it is missing.
        python: What `python3` should be; the system's own when left out.

    Returns:
        The environment. pip keeps the cache and the settings of whoever runs the tests.
    """
    home.mkdir(parents=True, exist_ok=True)
    environ = {
        name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    paths = [path for path in os.environ["PATH"].split(os.pathsep) if Path(path) != Path(sys.prefix, "bin")]
    if python:
        programs = home / "programs"
        programs.mkdir()
        # A link would do for most, but some builds find their library by the name they were started with.
        (programs / "python3").write_text(f'#!/bin/sh\nexec "{python}" "$@"\n')
        (programs / "python3").chmod(0o755)
        paths.insert(0, str(programs))
    environ |= {"HOME": str(home), "PATH": os.pathsep.join(paths), "TERM": "dumb", "BROWSER": "true"}
    environ.setdefault("LANG", "C.UTF-8")
    environ.setdefault("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))
    settings = Path.home() / ".config" / "pip" / "pip.conf"
    if settings.is_file():
        environ.setdefault("PIP_CONFIG_FILE", str(settings))
    return environ


def allow_superuser(home: Path) -> None:
    """Let Jupyter start for the superuser, whom a page for ordinary users does not expect.

    Args:
        home: The reader's home folder.
    """
    if os.geteuid() == 0:
        settings = home / ".jupyter" / "jupyter_server_config.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps({"ServerApp": {"allow_root": True}}))


def make_clone(folder: Path) -> Path:
    """Clone the course as it stands here: what is committed, and what is changed in tracked files.

    Args:
        folder: Where to; it must not exist yet.

    Returns:
        The folder.
    """
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder], check=True)
    changes = subprocess.run(["git", "-C", ROOT, "diff", "--binary", "HEAD"], check=True, capture_output=True)
    if changes.stdout:
        subprocess.run(
            ["git", "-C", folder, "apply", "--whitespace=nowarn"], input=changes.stdout, check=True
        )
    return folder


def tracked_changes(clone: Path) -> str:
    """Tell how the tracked files of a clone differ from what is committed."""
    done = subprocess.run(["git", "-C", clone, "diff", "HEAD"], check=True, capture_output=True, text=True)
    return done.stdout


def make_bundle(folder: Path) -> Path:
    """Make the folder that a learner gets, by the program that teachers use.

    Args:
        folder: Where to; it must not exist yet.

    Returns:
        The folder.
    """
    subprocess.run([Path(sys.prefix, "bin", "coursework"), "bundle", folder], cwd=ROOT, check=True)
    return folder


def pythons() -> dict[str, Path]:
    """Find the Python versions of this machine that the course runs on.

    Returns:
        By version, such as `3.12`, a program that starts and can make environments.
    """
    found: dict[str, Path] = {}
    for version in ("3.11", "3.12", "3.13"):
        name = f"python{version}"
        candidates = [Path(folder, name) for folder in os.environ["PATH"].split(os.pathsep)]
        # pyenv's own programs refuse to start a version that is not chosen; the versions stand beside them.
        pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
        candidates += sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"))
        for candidate in candidates:
            if candidate.is_file() and _starts(candidate, version):
                found[version] = candidate
                break
    return found


def _starts(python: Path, version: str) -> bool:
    code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return done.returncode == 0 and done.stdout.strip() == version


def open_shell(folder: Path, environ: dict[str, str]) -> Shell:
    """Open a terminal in a folder."""
    return Shell(folder, environ, LIMIT_SECONDS)
