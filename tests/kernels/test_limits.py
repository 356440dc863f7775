"""Each limit of a sandbox holds, and is named when it ends a candidate."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kernel_helpers import run

from graders.kernels import LimitHit, Sandbox
from graders.kernels.sandbox import MIB


def test_wall_time_ends_a_candidate_that_ignores_signals():
    code = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (2, 15)]; time.sleep(60)"
    result = run(code, sandbox=Sandbox(wall_seconds=1))
    assert result.limit_hit == LimitHit("wall", 1)
    assert str(result.limit_hit) == "stopped after 1 s"
    assert result.code == -9


def test_processor_time_counts_all_processes():
    code = """
import os
for _ in range(3):
    if os.fork() == 0:
        break
while True:
    pass
"""
    result = run(code, sandbox=Sandbox(cpu_seconds=2, wall_seconds=50))
    assert result.limit_hit == LimitHit("cpu", 2)
    assert "2 s of processor time" in str(result.limit_hit)


def test_memory_of_one_process():
    code = "import time; held = bytearray(b'x') * (300 * 1024**2); print('held', flush=True); time.sleep(50)"
    result = run(code, sandbox=Sandbox(memory=200 * MIB, wall_seconds=50))
    assert result.limit_hit == LimitHit("memory", 200 * MIB)
    assert str(result.limit_hit) == "used more than 200 MiB of memory"


def test_memory_of_many_processes_counts_together():
    code = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(b"x") * (40 * 1024**2)
        break
time.sleep(50)
"""
    result = run(code, sandbox=Sandbox(memory=200 * MIB, wall_seconds=50))
    assert result.limit_hit == LimitHit("memory", 200 * MIB)


def test_memory_shared_between_processes_counts_once():
    code = """
import os, time
held = bytearray(b"x") * (120 * 1024**2)
for _ in range(4):
    if os.fork() == 0:
        time.sleep(1.5)
        os._exit(0)
for _ in range(4):
    os.wait()
print("done")
"""
    result = run(code, sandbox=Sandbox(memory=250 * MIB, wall_seconds=50))
    assert (result.limit_hit, result.output) == (None, "done\n")


def test_memory_cannot_hide_in_an_unnamed_file():
    result = run("import os; os.memfd_create('x')", sandbox=Sandbox())
    assert "OSError" in result.output
    assert result.code == 1


def test_one_huge_allocation_is_refused_before_it_is_made():
    code = "held = bytearray(20 * 1024**3)"
    result = run(code, sandbox=Sandbox(memory=200 * MIB))
    assert "MemoryError" in result.output


def test_processes():
    code = """
import os, time
started = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(50)
        started += 1
except BlockingIOError:
    print(started)
"""
    result = run(code, sandbox=Sandbox(processes=20))
    assert 10 <= int(result.output) < 20
    assert result.code == 0


def test_file_size():
    code = "open('big', 'wb').write(bytes(5 * 1024**2))"
    result = run(code, sandbox=Sandbox(file_bytes=MIB))
    assert "File too large" in result.output
    assert dict(result.child.list_files())["big"] <= MIB


def test_open_files():
    code = """
import os
fds = []
try:
    while True:
        fds.append(os.open(os.devnull, os.O_RDONLY))
except OSError as error:
    print(error.strerror, len(fds) < 50)
"""
    assert run(code, sandbox=Sandbox(open_files=50)).output == "Too many open files True\n"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("bytearray(20 * 1024**3)", "all processes together may hold 200 MiB of memory"),
        ("open('big', 'wb').write(bytes(5 * 1024**2))", "a file may hold 1 MiB"),
        (
            "for n in range(9): open(str(n), 'wb').write(bytes(2**20))",
            "all files together may hold 8 MiB, and there may be 90 of them",
        ),
        ("for n in range(100): open(str(n), 'wb').write(b'')", "there may be 90 of them"),
        ("kept = [open('/dev/null') for _ in range(80)]", "70 files may be open at a time"),
        (
            "import os, time\nwhile os.fork(): pass\ntime.sleep(9)",
            "20 processes and threads may run at a time",
        ),
    ],
)
def test_a_refusal_of_the_system_is_traced_to_its_limit(code: str, says: str):
    sandbox = Sandbox(
        memory=200 * MIB, file_bytes=MIB, work_bytes=8 * MIB, work_files=90, open_files=70, processes=20
    )
    error = run(code, sandbox=sandbox).output.strip().splitlines()[-1]
    assert says in sandbox.limit_behind(error), error
    assert sandbox.limit_behind("ValueError: nothing of the kind") == ""


@pytest.mark.parametrize("place", [".", "/tmp", "/dev/shm", "/home/candidate"])
def test_room_for_files(place: str):
    code = f"""
import os
os.chdir({place!r})
try:
    for number in range(100):
        open(f"part{{number}}", "wb").write(bytes(1024**2))
except OSError as error:
    print(error.strerror)
"""
    result = run(code, sandbox=Sandbox(work_bytes=8 * MIB))
    assert result.output == "No space left on device\n"


def test_number_of_files():
    code = """
try:
    for number in range(1000):
        open(f"part{number}", "wb").close()
except OSError as error:
    print(error.strerror)
"""
    assert run(code, sandbox=Sandbox(work_files=100)).output == "No space left on device\n"


def test_files_that_do_not_fit_are_refused_with_a_sentence(tmp_path: Path):
    (tmp_path / "big").write_bytes(os.urandom(3 * MIB))
    with pytest.raises(RuntimeError, match="do not fit into the work folder .2 MiB"):
        run("pass", sandbox=Sandbox(files=str(tmp_path), work_bytes=2 * MIB))


def test_limits_cannot_be_lifted_from_inside():
    code = """
import resource
for name in ("NPROC", "FSIZE", "NOFILE", "DATA", "CORE"):
    which = getattr(resource, "RLIMIT_" + name)
    hard = resource.getrlimit(which)[1]
    try:
        resource.setrlimit(which, (hard, resource.RLIM_INFINITY))
    except (ValueError, OSError):
        print(name, hard != resource.RLIM_INFINITY)
"""
    expected = "NPROC True\nFSIZE True\nNOFILE True\nDATA True\nCORE True\n"
    assert run(code, sandbox=Sandbox()).output == expected
