"""`python -m benchmarks`: measure, write results.json, and write the page that shows it."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import (
    burst,
    crowd,
    desk,
    first_class,
    grading,
    lab,
    memory,
    notebooks,
    overhead,
    scheduling,
    service,
)
from benchmarks.course import LIGHT, ROOT, BenchmarkError, Course, right_answers
from benchmarks.sampling import load, machine, today
from benchmarks.scale import figures as scale_figures
from benchmarks.table import page
from graders.build.layout import lessons

RESULTS, PAGE = ROOT / "benchmarks" / "results.json", ROOT / "docs" / "speed.md"
TRIAL = ROOT / ".cache" / "benchmarks"


@dataclass(frozen=True)
class Amount:
    """How much is measured.

    Args:
        light: Light submissions of one sample.
        rounds: Samples of the light lesson.
        lab_rounds: Samples of JupyterLab.
        nbval_rounds: Samples of nbval.
        nbval_lessons: How many lessons nbval runs; None for all.
        lessons: How many lessons of the course are graded beside the light one.
        in_a_row: Candidates in a row.
        learners: Learners with a kernel each.
        desk_lessons: How many lessons are checked at a desk, from the first on; None for all.
        beside: The lessons in which nbgrader's Validate and otter look at the same answers.
        desk_rounds: Samples of a kernel's first cell with and without the desk.
        bank: How many right and how many wrong answers to each exercise a class sends.
        load: What a class asks of its service.
    """

    light: int
    rounds: int
    lab_rounds: int
    nbval_rounds: int
    nbval_lessons: int | None
    lessons: int
    in_a_row: int
    learners: int
    desk_lessons: int | None
    beside: tuple[str, ...]
    desk_rounds: int
    bank: int
    load: service.Load


FULL = Amount(
    *(9, 3, 5, 1, None, 2, 500, 10),
    desk_lessons=None,
    beside=("00_start_here", "01_sequential", "03_functional"),
    desk_rounds=15,
    bank=2,
    load=service.Load(2000, 600, 60, (20, 40, 60, 80), own_rates=(2, 4, 8, 15)),
)
QUICK = Amount(
    *(4, 1, 2, 1, 1, 1, 30, 3),
    desk_lessons=2,
    beside=("00_start_here",),
    desk_rounds=3,
    bank=1,
    load=service.Load(2000, 60, 20, (30,), own_rates=(8,)),
)


class Benchmarks:
    """The sections, which share two copies of the course and one forkserver.

    Args:
        folder: A folder for the copies.
        amount: How much is measured.
    """

    def __init__(self, folder: Path, amount: Amount) -> None:
        self.amount, self.folder = amount, folder
        self._sent: list[desk.Sent] = []
        known = [lesson.name for lesson in lessons(ROOT)]
        beside, self.run_again = known[: amount.lessons], known[: amount.nbval_lessons]
        self.plain, self.sealed = (
            Course(folder / name, plain=name == "plain", graded=beside, run_again=self.run_again)
            for name in ("plain", "sealed")
        )
        self.classes = {LIGHT: [f"s{number + 1}" for number in range(amount.light)]}
        self.classes |= {lesson: ["s1"] for lesson in beside}
        for course in (self.plain, self.sealed):
            for lesson, students in self.classes.items():
                for student in students:
                    course.hand_in(student, lesson, right_answers(lesson))
        # The first command starts the forkserver; every later one finds it.
        first = grading.sealed_way(self.sealed, LIGHT, self.classes[LIGHT][:1], 1)()
        self.first_command_seconds = first["seconds"]

    def submission(self) -> dict[str, Any]:
        """Plain nbgrader against ours."""
        plan = [(LIGHT, at_once, self.amount.rounds) for at_once in (1, 2)]
        plan += [(lesson, 1, 1) for lesson in self.classes if lesson != LIGHT]
        runs = []
        for lesson, at_once, rounds in plan:
            students = self.classes[lesson]
            runs.append(grading.compare(self.plain, self.sealed, lesson, students, at_once, rounds))
        return {"first_command_seconds": self.first_command_seconds, "runs": runs}

    def compiling(self) -> dict[str, Any]:
        """Plain nbgrader against ours where Python finds nothing compiled."""
        students, rounds = self.classes[LIGHT][:3], min(2, self.amount.rounds)
        courses = (self.plain, self.sealed)
        for course in courses:
            course.bytecode = False
        try:
            first = grading.sealed_way(self.sealed, LIGHT, students[:1], 1)()
            runs = [grading.compare(*courses, LIGHT, students, at_once, rounds) for at_once in (1, 2)]
        finally:
            for course in courses:
                course.bytecode = True
        return {"first_command_seconds": first["seconds"], "runs": runs}

    def cells(self) -> dict[str, Any]:
        """Ours against the bare cells."""
        runs = [
            overhead.compare(self.sealed, lesson, students, self.amount.rounds if lesson == LIGHT else 1)
            for lesson, students in self.classes.items()
        ]
        return {"runs": runs}

    def nbval(self) -> dict[str, Any]:
        """The course's notebooks run again."""
        return notebooks.compare(self.sealed, self.run_again, self.amount.nbval_rounds)

    def lab(self) -> dict[str, Any]:
        """The first cell in JupyterLab."""
        return lab.compare(self.sealed, self.amount.lab_rounds)

    def memory(self) -> dict[str, Any]:
        """Memory of a further kernel."""
        return memory.further(self.sealed, 3)

    def learners(self) -> dict[str, Any]:
        """Memory of a class's kernels on a hub."""
        return memory.of_learners(self.sealed, self.amount.learners)

    def candidates(self) -> dict[str, Any]:
        """Many candidates in a row."""
        return memory.in_a_row(self.sealed, self.amount.in_a_row)

    def desk(self) -> dict[str, Any]:
        """Verdicts while working, and what a kernel without one costs."""
        told = self._checked()
        told["beside"] = desk.beside(self.plain, self._learner, self.amount.beside)
        return {**told, "first_cell": desk.first_cell(self.sealed, self._learner, self.amount.desk_rounds)}

    def neither(self) -> dict[str, Any]:
        """What a check costs where nobody judges."""
        names = list(self.amount.beside)
        folder = desk.laid_out(self.folder / "alone", names)
        return desk.neither(self.sealed, folder, names)

    def service(self) -> dict[str, Any]:
        """A class's check service under load."""
        if not self._sent:
            self._checked()
        folder = self.folder / "service"
        folder.mkdir()
        return service.measure(self.sealed, folder, self._sent, self.amount.load)

    def _checked(self) -> dict[str, Any]:
        """Check lessons at a desk, and keep what a class would send."""
        names = [lesson.name for lesson in lessons(ROOT)][: self.amount.desk_lessons]
        shown = list(dict.fromkeys([desk.FIRST, *names, *self.amount.beside]))
        self._learner = desk.laid_out(self.folder / "learner", shown)
        with desk.collecting(self.folder / "evidence") as collector:
            told = desk.measure(self.sealed, self._learner, names, collector, self.amount.bank)
        self._sent = collector.sent
        return told


def _elsewhere(measure: Callable[..., dict[str, Any]], benchmarks: Benchmarks) -> dict[str, Any]:
    """Measure in copies of the course of its own."""
    return measure(benchmarks.folder, quick=benchmarks.amount is QUICK)


SECTIONS: dict[str, Callable[[Benchmarks], dict[str, Any]]] = {
    name: getattr(Benchmarks, name)
    for name in (
        "submission",
        "compiling",
        "cells",
        "nbval",
        "lab",
        "memory",
        "learners",
        "candidates",
        "desk",
        "neither",
        "service",
    )
}
SECTIONS |= {
    name: partial(_elsewhere, measure)
    for name, measure in (
        ("class", crowd.compare),
        ("burst", burst.measure),
        ("scheduling", scheduling.measure),
        ("first_class", first_class.measure),
    )
}


def ratios(sections: dict[str, Any]) -> dict[str, float]:
    """Pick what has a figure to reach out of what was measured."""
    found: dict[str, float] = {}
    for each in sections.get("submission", {}).get("runs", []):
        if each["lesson"] == LIGHT:
            name = {1: "submission_one", 2: "submission_two"}[each["at_once"]]
            found[name] = each["per_submission"]["ratio"]
    for each in sections.get("cells", {}).get("runs", []):
        if each["lesson"] == LIGHT:
            found["cells_overhead"] = each["ratio"]
    for section, name in (("nbval", "nbval_course"), ("lab", "first_cell"), ("memory", "candidate_memory")):
        if section in sections:
            found[name] = sections[section]["ratio"]
    if "desk" in sections:
        found["verdict_seconds"] = sections["desk"]["median"]
        found["verdict_p95_seconds"] = sections["desk"]["p95"]
        found["desk_first_cell"] = sections["desk"]["first_cell"]["ratio"]
    if "neither" in sections:
        found["no_verdict_seconds"] = sections["neither"]["most"]
    if "service" in sections:
        found["service_p95_seconds"] = sections["service"]["p95"]
    return found | scale_figures(sections)


def measure(names: Sequence[str], amount: Amount) -> dict[str, Any]:
    """Measure sections, and say on the way what is going on.

    Args:
        names: Which.
        amount: How much.

    Returns:
        The content of results.json.

    Raises:
        BenchmarkError: A command that is measured failed.
    """
    started, before, day = time.monotonic(), load(), today()
    sections: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="coursework-bench-", ignore_cleanup_errors=True) as folder:
        # A forkserver of this run's own, which ends with it.
        os.environ["COURSEWORK_RUNTIME_DIR"] = str(Path(folder, "run"))
        os.environ["COURSEWORK_OWNER_PID"] = str(os.getpid())
        print("setting up two copies of the course and the forkserver", flush=True)
        benchmarks = Benchmarks(Path(folder), amount)
        for name in names:
            began, load_before = time.monotonic(), load()
            print(f"{name}: measuring", flush=True)
            section = SECTIONS[name](benchmarks)
            seconds = time.monotonic() - began
            about = {"date": today(), "load": [load_before, load()], "seconds": round(seconds, 1)}
            sections[name] = {**section, **about}
            print(f"{name}: took {seconds:.0f} s", flush=True)
    run = {
        "quick": amount is QUICK,
        "began": day,
        "seconds": round(time.monotonic() - started, 1),
        "load_before": before,
        "load_after": load(),
    }
    return {"machine": machine(), "run": run, **ratios(sections), "sections": sections}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few samples, one lesson beside the light one")
    parser.add_argument("--only", default="", metavar="A,B", help=f"only these of {', '.join(SECTIONS)}")
    parser.add_argument(
        "--keep", action="store_true", help="keep what --quick or --only measured beside the rest"
    )
    parser.add_argument(
        "--page", action="store_true", help="only write figures and page anew from the kept results"
    )
    args = parser.parse_args(argv)
    names = [name for name in args.only.split(",") if name] or list(SECTIONS)
    if unknown := [name for name in names if name not in SECTIONS]:
        parser.error(f"there is no {unknown[0]!r}: choose from {', '.join(SECTIONS)}")
    if args.page:
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
        results |= ratios(results["sections"])
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(results), encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}, and its figures in {RESULTS.relative_to(ROOT)}")
        return 0
    try:
        results = measure(names, QUICK if args.quick else FULL)
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    kept = args.keep or (names == list(SECTIONS) and not args.quick)
    if kept and RESULTS.exists():
        before = json.loads(RESULTS.read_text(encoding="utf-8"))["sections"]
        sections = {name: {**before, **results["sections"]}.get(name) for name in SECTIONS}
        sections = {name: section for name, section in sections.items() if section}
        results |= {**ratios(sections), "sections": sections}
    places = (RESULTS, PAGE) if kept else (TRIAL / RESULTS.name, TRIAL / PAGE.name)
    for path, text in zip(places, (json.dumps(results, indent=1) + "\n", page(results)), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print()
    print(page(results))
    for path in places:
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
