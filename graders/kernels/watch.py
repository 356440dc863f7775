"""What a child and everything it started hold and use, read from ``/proc``."""

from __future__ import annotations

import os
from collections import defaultdict

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_HERTZ = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def process_table() -> dict[int, list[tuple[int, float]]]:
    """All processes by parent.

    Returns:
        parent's process id → its children as (process id, processor seconds used, with those of ended
        children).
    """
    table: dict[int, list[tuple[int, float]]] = defaultdict(list)
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
        table[int(fields[1])].append((int(name), sum(int(t) for t in fields[11:15]) / _HERTZ))
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

    def exceeds(
        self, table: dict[int, list[tuple[int, float]]], memory: float | None, cpu: float | None
    ) -> str | None:
        """Which of two limits the processes exceed.

        Args:
            table: from ``process_table``.
            memory: bytes, or ``None``.
            cpu: seconds, or ``None``.

        Returns:
            ``"memory"``, ``"cpu"`` or ``None``.
        """
        tree, seconds = self._tree(table)
        if cpu is not None and seconds > cpu:
            return "cpu"
        # The quick count is never below the exact one, so that the exact one is taken only when it may
        # matter.
        if memory is not None and sum(map(_held, tree)) > memory and sum(map(_proportional, tree)) > memory:
            return "memory"
        return None

    def _tree(self, table: dict[int, list[tuple[int, float]]]) -> tuple[list[int], float]:
        tree, seconds, frontier = [], 0.0, [self.pid]
        for children in table.values():
            for pid, used in children:
                if pid == self.pid:
                    seconds += used
        while frontier:
            pid = frontier.pop()
            tree.append(pid)
            for descendant, used in table.get(pid, ()):
                seconds += used
                frontier.append(descendant)
        return tree, seconds
