"""The Pythons and systems that the course promises, and what a list of pins gives on each."""

import re
from collections.abc import Iterable

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHONS = ("3.11.0", "3.11.14", "3.12.0", "3.12.12", "3.13.0", "3.13.9")
SYSTEMS = {
    "linux": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
    },
    "linux-arm": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "aarch64",
        "os_name": "posix",
    },
    "mac-arm": {
        "sys_platform": "darwin",
        "platform_system": "Darwin",
        "platform_machine": "arm64",
        "os_name": "posix",
    },
    "windows": {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "os_name": "nt",
    },
}


def versions_for(lines: Iterable[str], python: str, system: dict[str, str]) -> dict[str, str]:
    """Evaluate pins as pip would; what two lines pin at once is refused, as pip refuses it.

    Args:
        lines: Lines of a requirements file, with or without hashes.
        python: A Python's full version.
        system: Values of environment markers.

    Returns:
        Each distribution's version under its normalised name.
    """
    minor = ".".join(python.split(".")[:2])
    values = {
        **system,
        "python_full_version": python,
        "python_version": minor,
        "implementation_name": "cpython",
    }
    found: dict[str, str] = {}
    for line in lines:
        if not re.match(r"[A-Za-z0-9].*==", line):
            continue
        pin = Requirement(line.rstrip(" \\"))
        if pin.marker is None or pin.marker.evaluate(values):
            name = canonicalize_name(pin.name)
            assert name not in found, f"{name} is pinned twice for Python {python}"
            found[name] = str(pin.specifier).removeprefix("==")
    return found
