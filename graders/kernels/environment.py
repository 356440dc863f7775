"""Where forkservers meet, and what tells one from another: the runtime folder and the fingerprint."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import coursework
from coursework.lesson import NO_NOTES, search_path
from coursework.runtime import runtime_folder

__all__ = [
    "ONE_THREAD",
    "fingerprint",
    "import_variables",
    "runtime_folder",
    "server_environment",
    "with_defaults",
    "with_programs",
]

# Variables that libraries read while they are imported: a forkserver with other values is another forkserver.
_ACT_AT_IMPORT = (
    "TF_", "KERAS_", "XLA_", "ONEDNN_", "DNNL_", "OMP_", "OPENBLAS_", "MKL_", "NPY_", "CUDA_", "PYTHON",
    "LD_", "MALLOC_", "GLIBC_", "LC_",
)  # fmt: skip
_ACT_AT_IMPORT_EXACTLY = ("LANG", "VIRTUAL_ENV", "JAX_PLATFORMS", "MPLCONFIGDIR")
# These are set anew in each child; PYTHONEXECUTABLE and the like would only split servers that are the same.
_NOT_PART = ("KERAS_HOME", "PYTHONEXECUTABLE", "PYTHONUNBUFFERED", "PYTHONFAULTHANDLER")
# Other programs share some of these beginnings (Terraform's variables start with TF_, too), and name secrets
# in them.
_PRIVATE = (
    "TOKEN",
    "SECRET",
    "PASSW",
    "CREDENTIAL",
    "AUTH",
    "_KEY",
    "APIKEY",
    "TF_VAR_",
    "TF_CLI_",
    "TF_DATA_DIR",
)
# What every process needs and no secret hides in.
_HARMLESS = ("PATH", "HOME", "TMPDIR", "TZ", "USER", "LOGNAME")


# TensorFlow's own threads help large models on idle cores. The small ones of a lesson only wait for them: on
# two cores the cells of lesson 01 took a quarter less processor time with one.
ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
"""Environment variables for processes that run side by side, one for each core."""


def with_defaults(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, with the course's defaults for what it leaves open."""
    return NO_NOTES | dict(environ)


def with_programs(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, with the programs of a lesson found, as ``coursework.setup`` has it."""
    return dict(environ) | {"PATH": search_path(environ.get("PATH", os.defpath))}


def import_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment variables that act while the course's libraries are imported."""
    return {
        name: value
        for name, value in environ.items()
        if (name.startswith(_ACT_AT_IMPORT) or name in _ACT_AT_IMPORT_EXACTLY)
        and name not in _NOT_PART
        and not any(word in name.upper() for word in _PRIVATE)
    }


def server_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which a forkserver starts: enough to import, and no secret of the caller's.

    Every child can read its parent's first environment in ``/proc/self/environ``, so it must hold nothing
    else.
    """
    return {name: environ[name] for name in _HARMLESS if name in environ} | import_variables(environ)


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return f"{path} -"
    return f"{path} {status.st_mtime_ns} {status.st_size}"


def fingerprint(environ: Mapping[str, str], role: str = "course", owner: int | None = None) -> str:
    """Sixteen hex digits that change whenever a fresh forkserver would differ from a running one.

    Args:
        environ: the environment that counts, usually ``os.environ``.
        role: keeps forkservers apart that are otherwise equal.
        owner: process with which it ends, so that nobody else may rely on it; or ``None``.

    Returns:
        A digest of the Python, the installed packages, this package's own source and the variables that act
        at import.
    """
    parts = [role, str(owner), sys.executable, sys.prefix, sys.version, str(os.getuid())]
    for folder in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        try:
            names = sorted(
                entry.name for entry in os.scandir(folder) if entry.name.endswith((".dist-info", ".pth"))
            )
        except OSError:
            names = []
        parts += [_stamp(Path(folder, name)) for name in names]
    for package in (Path(__file__).parent, Path(coursework.__file__).parent):
        parts += [_stamp(path) for path in sorted(package.rglob("*.py"))]
    parts += [f"{name}={value}" for name, value in sorted(import_variables(environ).items())]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]
