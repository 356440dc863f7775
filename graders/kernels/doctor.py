"""What this machine offers for warm kernels and sealed grading, beside what `coursework.doctor` looks at."""

from __future__ import annotations

import argparse
import ctypes
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

from coursework import doctor
from coursework.doctor import Finding
from graders.kernels import client, environment, seccomp
from graders.kernels.sandbox import GIB, Sandbox, SandboxUnavailable

_LANDLOCK_CREATE, _LANDLOCK_VERSION = 444, 1
# A TensorFlow kernel of the course holds most of a gigabyte, the forkserver a third of one.
_LEAST_MEMORY = 2 * GIB


def examine() -> list[Finding]:
    """Look at what grading needs of this machine.

    Returns:
        The findings, in the order in which they are to be read; where no grading is promised, on anything but
        Linux, that alone beside the machine.
    """
    machine = [
        Finding("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        _cores(),
        _memory(),
    ]
    if not sys.platform.startswith("linux"):
        return [*machine, Finding("grading", "not here: the sandbox for submissions needs Linux")]
    return [
        *machine,
        _forking(),
        _runtime_folder(),
        _user_namespaces(),
        _seccomp(),
        _landlock(),
        _cgroups(),
        sandbox(),
    ]


def _cores() -> Finding:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("processor cores", str(usable))


def _memory() -> Finding:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return Finding("free memory", "unknown")
    return Finding("free memory", f"{free / GIB:.1f} GiB", free >= _LEAST_MEMORY)


def _forking() -> Finding:
    why = client.available()
    return Finding("warm kernels", why or "yes, by forking", why is None, needed=True)


def _runtime_folder() -> Finding:
    if not hasattr(os, "getuid"):
        return Finding("runtime folder", "none", False, needed=True)
    try:
        return Finding("runtime folder", str(environment.runtime_folder()), True, needed=True)
    except OSError as error:
        return Finding("runtime folder", str(error), False, needed=True)


def _user_namespaces() -> Finding:
    if os.name != "posix" or os.geteuid() == 0:
        return Finding("user namespaces", "not needed by the superuser")
    try:
        most = int(Path("/proc/sys/user/max_user_namespaces").read_text())
    except (OSError, ValueError):
        return Finding("user namespaces", "unknown")
    return Finding("user namespaces", f"at most {most}", most > 0)


def _seccomp() -> Finding:
    try:
        good = seccomp.supported()
    except (OSError, AttributeError):
        good = False
    return Finding("system call filter", "seccomp" if good else "none", good, needed=True)


def _landlock() -> Finding:
    if not sys.platform.startswith("linux"):
        return Finding("Landlock", "none")
    version = ctypes.CDLL(None).syscall(
        ctypes.c_long(_LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint32(_LANDLOCK_VERSION)
    )
    return Finding("Landlock", f"version {version} (not used)" if version > 0 else "none (not used)")


def _cgroups() -> Finding:
    mounts = Path("/proc/self/mounts")
    kinds = {line.split()[2] for line in mounts.read_text().splitlines()} if mounts.exists() else set()
    found = "version 2" if "cgroup2" in kinds else "version 1" if "cgroup" in kinds else "none"
    return Finding("control groups", f"{found} (not used: the forkserver watches memory itself)")


def sandbox() -> Finding:
    """Build a sandbox, run a program in it, and see that it cannot see this file.

    Returns:
        Whether submissions can be run in one, and else what is missing.
    """
    probe = f"import os, sys; sys.exit(os.path.exists({str(Path(__file__))!r}))"
    try:
        with client.spawn(
            "subprocess:call",
            {"args": [sys.executable, "-I", "-c", probe]},
            sandbox=Sandbox(wall_seconds=30),
            role="bare",
            idle=5,
        ) as child:
            code = child.wait(60)
    except (SandboxUnavailable, client.ForkserverError, TimeoutError) as error:
        return Finding("sandbox", str(error), False, needed=True)
    if code:
        return Finding("sandbox", f"built, but a program in it ended with status {code}", False, needed=True)
    return Finding("sandbox", "works", True, needed=True)


def verdict(findings: Iterable[Finding]) -> str | None:
    """Why sealed grading is impossible here, in one sentence, or ``None`` when it is possible."""
    missing = next((finding for finding in findings if finding.needed and not finding.good), None)
    if missing is None:
        return None
    return (
        f"Sealed grading is not possible here: {missing.name}: {missing.value.rstrip('.')}. "
        "COURSEWORK_UNSANDBOXED=1 allows grading without a sandbox on purpose."
    )


EXAMPLE = doctor.EXAMPLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``coursework doctor`` takes no arguments."""
    doctor.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print what lessons find here, then what grading finds.

    Args:
        args: not used.

    Returns:
        0 when lessons work and sealed grading is possible here, or is promised on Linux alone; else 1.
    """
    lessons, grading = doctor.examine(), examine()
    why = verdict(grading)
    print(doctor.table([*lessons, *grading]))
    print(doctor.verdict(lessons))
    good = doctor.all_needed(lessons)
    if not sys.platform.startswith("linux"):
        print("Submissions are graded on Linux.")
        return int(not good)
    print(
        why or ("Sealed grading is possible here." if good else "Sealed grading is possible here after that.")
    )
    return int(why is not None or not good)
