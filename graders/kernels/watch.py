"""What a child and everything it started hold and use, read from ``/proc``."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from typing import NamedTuple

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_HERTZ = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# Reading the exact memory of one process with TensorFlow in it takes some 20 ms. Whoever counts also carries
# the messages of all other candidates, which must not wait for hundreds of them.
_READ_SECONDS = 0.06


class Process(NamedTuple):
    """A process, as the table of all processes has it.

    Attributes:
        pid: its number.
        seconds: processor seconds used, with those of ended children.
        faults: pages that it had to be given; no memory is taken without one.
    """

    pid: int
    seconds: float
    faults: int


Table = dict[int, list[Process]]
"""All processes by their parent's number."""


def process_table() -> Table:
    """All processes by parent.

    Returns:
        parent's process id → its children.
    """
    table: Table = defaultdict(list)
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                # The program's name stands in parentheses and may hold anything, so the fields count from its
                # end.
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue  # ended meanwhile
        seconds = sum(int(ticks) for ticks in fields[11:15]) / _HERTZ
        table[int(fields[1])].append(Process(int(name), seconds, int(fields[7]) + int(fields[9])))
    return table


def _held(pid: int) -> int:
    """Bytes of memory, counting pages that are shared with other processes as if they were not."""
    total = 0
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            for line in file:
                if line.startswith((b"RssAnon:", b"RssShmem:")):
                    total += int(line.split()[1]) * 1024
    except OSError:
        return 0
    return total


def _proportional(pid: int) -> int:
    """Bytes of memory, each shared page divided by the number of processes that share it; slower to read."""
    total = 0
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            for line in file:
                if line.startswith((b"Pss_Anon:", b"Pss_Shmem:")):
                    total += int(line.split()[1]) * 1024
    except OSError:
        # A process that does not let itself be read is counted in full.
        return _held(pid)
    return total


class Usage:
    """The processes that descend from one.

    Args:
        pid: the process at the root.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        # process → its signs when it was read, None where it has to be read again; and what it held
        self._read: dict[int, tuple[tuple[int, int] | None, int]] = {}
        self._grown = 0

    def exceeds(self, table: Table, memory: float | None, cpu: float | None) -> str | None:
        """Which of two limits the processes exceed.

        Args:
            table: from ``process_table``.
            memory: bytes, or ``None``.
            cpu: seconds, or ``None``.

        Returns:
            ``"memory"``, ``"cpu"`` or ``None``.
        """
        tree = self._tree(table)
        if cpu is not None and sum(each.seconds for each in tree) > cpu:
            return "cpu"
        if memory is None:
            return None
        # The quick count is never below the exact one, so that the exact one is taken only when it may
        # matter.
        quick = {each.pid: (each.faults, _held(each.pid)) for each in tree}
        if sum(held for _, held in quick.values()) > memory and self._over(quick, memory):
            return "memory"
        return None

    def _over(self, signs: dict[int, tuple[int, int]], memory: float) -> bool:
        """Tell whether the processes hold more than a limit, reading as few of them as will do.

        What a process holds of shared pages changes with the others, so that all are read again when one
        began or ended, or when they grew by a tenth of the limit. Else one that was given no page since holds
        what it held. Of those to be read, a random sample tells whether it has to be all: it may spare
        reading, and stops nothing.

        Args:
            signs: process → what changes when it is given a page: its faults, and the quick count.
            memory: the limit in bytes.
        """
        if self._read.keys() != signs.keys() or self._grown > memory / 10:
            self._read = {pid: (None, self._read.get(pid, (None, 0))[1]) for pid in signs}
            self._grown = 0
        stale = [pid for pid, (then, _) in self._read.items() if then != signs[pid]]
        random.shuffle(stale)
        fresh = sum(held for pid, (then, held) in self._read.items() if then == signs[pid])
        sample: list[int] = []
        until = time.monotonic() + _READ_SECONDS
        while stale and fresh <= memory:
            if sample and time.monotonic() > until:
                typical = sum(sample) / len(sample)
                if fresh + sum(max(typical, self._read[pid][1]) for pid in stale) <= memory:
                    return False
            pid = stale.pop()
            held = _proportional(pid)
            if before := self._read[pid][1]:
                self._grown += max(held - before, 0)
            self._read[pid] = signs[pid], held
            fresh += held
            sample.append(held)
        return fresh > memory

    def _tree(self, table: Table) -> list[Process]:
        tree = [each for children in table.values() for each in children if each.pid == self.pid]
        for each in tree:  # grows on the way
            tree += table.get(each.pid, ())
        return tree
