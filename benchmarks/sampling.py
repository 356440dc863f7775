"""Paired samples: both ways in turn within one run, so that a busy machine slows both alike."""

import math
import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import psutil

PACKAGES = (
    "tensorflow", "keras", "numpy", "nbgrader", "nbclient", "nbconvert", "nbval", "jupyter_client",
    "jupyter_server", "jupyterlab", "ipykernel",
)  # fmt: skip


def in_turn(ways: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[Any]]:
    """Take samples of each way in turn; every second round goes backwards.

    Args:
        ways: Name → what takes one sample.
        rounds: How many samples of each.

    Returns:
        Name → samples.
    """
    samples: dict[str, list[Any]] = {name: [] for name in ways}
    for number in range(rounds):
        order = list(ways) if number % 2 == 0 else list(reversed(ways))
        for name in order:
            samples[name].append(ways[name]())
    return samples


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """Give the ratio of two medians, to three digits."""
    return round(statistics.median(slow) / statistics.median(fast), 3)


def percentile(samples: Sequence[float], share: float) -> float:
    """Give the smallest sample that so many percent of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered) / 100) - 1)]


def rounded(samples: Sequence[float]) -> list[float]:
    """Give samples in seconds to the millisecond."""
    return [round(sample, 3) for sample in samples]


def load() -> list[float]:
    """Give the machine's load over 1, 5 and 15 minutes."""
    return [round(each, 2) for each in os.getloadavg()]


def today() -> str:
    """Give the day and the minute."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def machine() -> dict[str, Any]:
    """Describe the machine, the day and the versions that were measured."""
    model = ""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            model = next(
                (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), ""
            )
    except OSError:
        model = platform.processor()
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
        "date": today(),
        "versions": {name: version(name) for name in PACKAGES},
    }
