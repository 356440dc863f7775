"""Running a few lines in a child of the forkserver, with or without a sandbox."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

from graders.kernels import LimitHit, Sandbox
from graders.kernels.client import ForkedProcess, spawn

WAIT = 60.0


class Result:
    """What came of it: exit code, output (stdout and stderr), the limit that was hit, and the open child."""

    def __init__(self, child: ForkedProcess, output: str) -> None:
        self.child = child
        self.code = child.wait(WAIT)
        self.output = output
        self.limit_hit: LimitHit | None = child.limit_hit


def start(
    code: str, *, sandbox: Sandbox | None = None, role: str = "bare", **options: Any
) -> tuple[ForkedProcess, int]:
    """Run code in a fresh Python that a child starts; returns the child and the pipe with its output."""
    if sandbox is None:
        # Unbuffered, a line would arrive in pieces.
        options.setdefault("env", {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"})
    reading, writing = os.pipe()
    try:
        child = spawn(
            "subprocess:call",
            {"args": [sys.executable, "-c", code]},
            fds={1: writing, 2: writing},
            sandbox=sandbox,
            role=role,
            **options,
        )
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return child, reading


def run(code: str, **options: Any) -> Result:
    """Run code to its end; the child stays open, for its files, until the result is dropped."""
    child, reading = start(code, **options)
    stop = threading.Timer(WAIT, child.kill)
    stop.start()
    try:
        with open(reading, "rb") as pipe:
            output = pipe.read().decode(errors="replace")
        return Result(child, output)
    finally:
        stop.cancel()


def memory_search(process: str, *texts: str, own: int = 0, much: int = 1_000_000) -> str:
    """Code that looks for texts in all that a process may write to.

    Args:
        process: Its name below ``/proc``.
        texts: What to look for; the code holds it in hexadecimal only, until it runs.
        own: How often the texts may be found because the code itself holds them.
        much: More bytes than this must have been read.

    Returns:
        Code that prints whether that much was read, and how often it found any of them beyond that.
    """
    wanted = [text.encode().hex() for text in texts]
    return f"""
wanted = [bytes.fromhex(text) for text in {wanted}]
found = read = 0
with open("/proc/{process}/maps") as maps, open("/proc/{process}/mem", "rb", 0) as memory:
    for line in maps:
        area, rights = line.split()[:2]
        start, end = (int(number, 16) for number in area.split("-"))
        if not rights.startswith("rw"):
            continue
        for place in range(start, end, 2**24):
            try:
                memory.seek(place)
                part = memory.read(min(2**24, end - place))
            except (OSError, OverflowError):
                continue
            read += len(part)
            found += sum(part.count(each) for each in wanted)
print(read > {much}, max(0, found - {own}))
"""
