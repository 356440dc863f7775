"""Kernels in a row, and several at once: `python -m benchmarks.kernels_in_a_row memory|row|learners NUMBER`.

Writes one line of JSON. Runs with the `graders` of the course that is measured, so that the forkserver is
the one that grades there.
"""

import contextlib
import gc
import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

import psutil

from benchmarks.course import LIGHT, right_answers
from graders.build.source import Role, read_source
from graders.kernels import Sandbox
from graders.kernels.environment import runtime_folder
from graders.kernels.kernelspecs import WARM
from graders.pipeline.candidate import Candidate

MIB = 2**20


def pss(pid: int) -> int:
    """Bytes that a process and its descendants hold, shared pages counted in parts (`PSS` in Linux)."""
    return sum(map(pss_alone, family(pid)))


def pss_alone(pid: int) -> int:
    """Bytes that a process holds without its descendants."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    process = psutil.Process(pid)
    return [pid, *(child.pid for child in process.children(recursive=True))]


def forkserver() -> int:
    """The forkserver that listens in this course's runtime folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "create_time"]):
        line = process.info["cmdline"] or []
        if "--path" in line and Path(line[line.index("--path") + 1]).parent == runtime_folder():
            found.append((process.info["create_time"], process.pid))
    if not found:
        raise SystemExit("There is no forkserver in the runtime folder.")
    # What it forked carries its command line too.
    return min(found)[1]


def sources() -> list[str]:
    """The light lesson's cells, as a learner answered them."""
    cells, _ = read_source(Path(__file__).parent / "light" / f"{LIGHT}.py")
    answers = right_answers(LIGHT)
    return [
        answers[cell.exercise] if cell.role is Role.SOLUTION else cell.text for cell in cells if cell.is_code
    ]


def _start(kernel: str) -> Candidate:
    if kernel in ("python3", WARM):
        return Candidate(kernel, cwd=os.getcwd())
    return Candidate(kernel, cwd=os.getcwd(), options={"sandbox": Sandbox.for_course(os.getcwd())})


def memory(number: int) -> dict[str, list[float]]:
    """Bytes of all kernels together while there are 1, 2, … of them that have run the light lesson."""
    told: dict[str, list[float]] = {}
    for name, kernel in (("cold", "python3"), ("warm", "coursework-candidate")):
        told[name] = []
        with ExitStack() as stack:
            for _ in range(number):
                _run_lesson(stack.enter_context(_start(kernel)), kernel)
                whole = pss(forkserver()) if name == "warm" else _ordinary_kernels()
                told[name].append(round(whole / MIB, 1))
    return told


def _run_lesson(candidate: Candidate, kernel: str) -> None:
    for source in sources():
        if (run := candidate.run(source, 300)).error:
            raise SystemExit(f"The light lesson failed in {kernel}: {run.error}")


def _ordinary_kernels() -> int:
    """Bytes that the ordinary kernels below this process hold."""
    children = psutil.Process().children()
    return sum(pss(child.pid) for child in children if "ipykernel" in " ".join(child.cmdline()))


def learners(number: int) -> dict[str, float]:
    """Bytes of one kernel for each of several learners, each of which has run the light lesson.

    `accounts` is a hub's way: everybody has an account, and so a forkserver of their own. `together` is what
    the same kernels hold where all come from one forkserver.
    """
    told = {}
    with ExitStack() as stack:
        for _ in range(number):
            _run_lesson(stack.enter_context(_start("python3")), "python3")
        told["cold"] = _ordinary_kernels()
    with ExitStack() as stack:
        for _ in range(number):
            _run_lesson(stack.enter_context(_start(WARM)), WARM)
        told["together"] = pss(forkserver())
    shared = runtime_folder()
    try:
        with ExitStack() as stack:
            forkservers = []
            for learner in range(number):
                os.environ["COURSEWORK_RUNTIME_DIR"] = str(shared.with_name(f"{shared.name}-{learner}"))
                _run_lesson(stack.enter_context(_start(WARM)), WARM)
                forkservers.append(forkserver())
            told["accounts"] = sum(map(pss, forkservers))
    finally:
        os.environ["COURSEWORK_RUNTIME_DIR"] = str(shared)
    return {name: round(held / MIB, 1) for name, held in told.items()}


def _state(parent: int) -> dict[str, float]:
    gc.collect()
    process = psutil.Process(parent)
    return {
        "memory_mib": round(process.memory_info().rss / MIB, 2),
        "own_memory_mib": round(process.memory_full_info().uss / MIB, 2),
        "files": process.num_fds(),
        "threads": process.num_threads(),
        "processes": len(family(parent)) - 1,
        "runtime_files": len(list(runtime_folder().iterdir())),
        "client_files": psutil.Process().num_fds(),
        "client_threads": psutil.Process().num_threads(),
    }


def row(number: int) -> dict[str, dict[str, float]]:
    """What the forkserver and this process hold before and after many candidates in a row."""
    states = {}
    for done in range(number + 1):
        # The first few fill caches that every later one finds full.
        if done in (10, number // 2, number):
            states[str(done)] = _state(forkserver())
        if done < number:
            with _start("coursework-candidate") as candidate:
                run = candidate.run("import keras\nint(keras.ops.sum(keras.ops.ones(3)))", 120)
            if run.error or not run.outputs or run.outputs[0].data["text/plain"] != "3":
                raise SystemExit(f"Candidate {done + 1} did not answer: {run.error or run.why}")
    return states


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        result = {"memory": memory, "row": row, "learners": learners}[sys.argv[1]](int(sys.argv[2]))
    print(json.dumps(result))
