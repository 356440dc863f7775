"""Memory of many processes is counted without keeping other candidates' messages waiting."""

from types import SimpleNamespace

import pytest

from graders.kernels import watch
from graders.kernels.watch import Process, Usage

READ_SECONDS = 0.004


@pytest.fixture
def machine(monkeypatch):
    """Processes as `/proc` would tell of them, number → bytes; and the numbers of those that were read."""
    held, read = {}, []

    def proportional(pid):
        read.append(pid)
        return held[pid]

    monkeypatch.setattr(watch, "_held", lambda pid: 1000)
    monkeypatch.setattr(watch, "_proportional", proportional)
    # Time goes by with what is read alone.
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: READ_SECONDS * len(read)))
    return held, read


def table(held, faults=lambda pid: 0):
    """A root, 1, and its children."""
    processes = [Process(pid, 0.0, faults(pid)) for pid in held]
    return {0: processes[:1], 1: processes[1:]}


def test_what_does_not_change_is_read_once(machine):
    held, read = machine
    held.update(dict.fromkeys(range(1, 11), 10))
    usage = Usage(1)
    assert usage.exceeds(table(held), 500, None) is None
    assert sorted(read) == list(held)
    assert usage.exceeds(table(held), 500, None) is None
    assert len(read) == 10
    assert usage.exceeds(table(held, lambda pid: pid == 7), 500, None) is None
    assert read[10:] == [7]


def test_of_hundreds_that_hold_little_a_part_is_read_at_a_time_and_all_in_the_end(machine):
    held, read = machine
    held.update(dict.fromkeys(range(1, 301), 1))
    usage = Usage(1)
    rounds = 0
    while len(set(read)) < 300:
        before = len(read)
        assert usage.exceeds(table(held), 900, None) is None
        assert len(read) - before <= watch._READ_SECONDS / READ_SECONDS + 2
        rounds += 1
        assert rounds < 100
    assert len(read) == 300


def test_hundreds_that_hold_too_much_are_found_at_once(machine):
    held, read = machine
    held.update(dict.fromkeys(range(1, 301), 10))
    assert Usage(1).exceeds(table(held), 900, None) == "memory"
    assert len(read) == 91  # no more than it takes to know


def test_no_guess_stops_anything(machine):
    held, read = machine
    # Whichever is read first, one in two is heavy; together they stay below the limit.
    held.update({pid: 6 if pid % 2 else 0 for pid in range(1, 201)})
    usage = Usage(1)
    for at in range(20):
        assert usage.exceeds(table(held, lambda pid, at=at: at), 600, None) is None


def test_pages_that_are_no_longer_shared_are_counted_though_nobody_was_given_one(machine):
    held, _ = machine
    held.update({1: 300, 2: 300, 3: 300})
    usage = Usage(1)
    assert usage.exceeds(table(held), 1000, None) is None
    # The first one wrote to all that it shared: the others now hold theirs alone.
    held.update({1: 420, 2: 390, 3: 390})
    changed = table(held, lambda pid: pid == 1)
    assert "memory" in [usage.exceeds(changed, 1000, None) for _ in range(2)]


def test_a_process_that_ends_leaves_its_share_to_the_others(machine):
    held, _ = machine
    held.update({1: 400, 2: 400})
    usage = Usage(1)
    assert usage.exceeds(table(held), 900, None) is None
    held.pop(2)
    held[1] = 950
    assert usage.exceeds(table(held), 900, None) == "memory"


def test_reading_goes_on_where_time_is_up_before_the_first_one_is_read(machine, monkeypatch):
    held, read = machine
    held.update({1: 10, 2: 10})
    late = iter(range(1000))
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: next(late)))
    assert Usage(1).exceeds(table(held), 500, None) is None
    assert read
