"""The same attacks on plain nbgrader, once, by hand: `python tests/attacks/plain.py [ATTACK …]`.

Plain nbgrader runs a submission with all rights of the person who grades, so the whole of nbgrader is put
into a sandbox of its own for each attack, with a copy of a course in which hidden tests are asserts.
What came of it is written to `results_plain.json`, and `python tests/attacks/plain.py --table` writes the
table of `docs/security.md` anew from it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from attack_bank import Attack, code_attacks, copy_of
from attacked_course import CANARIES, LESSON, RIGHT, ROOT
from handed_in import ATTACKS

from graders.answers import fill
from graders.kernels import Sandbox
from graders.kernels.client import spawn

HERE = Path(__file__).parent
RESULTS = HERE / "results_plain.json"
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
WORK = "/w/course"
PORT = 45873
POINTS = {"halve": 2, "triple": 2, "adder": 3}
CONFIG = f"""
c = get_config()
c.CourseDirectory.course_id = "plain"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"
c.ClearSolutions.code_stub = {{"python": "# YOUR CODE HERE"}}
c.Execute.startup_timeout = 60
c.Execute.interrupt_on_timeout = True
c.Execute.shutdown_kernel = "immediate"
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(?s)."
# {CANARIES["course"]}
"""
SETUP = "import os\nimport sys\nten = 10"
HIDDEN = {
    "halve": "assert half == 5",
    "triple": "assert [triple(number) for number in (2, -7, 31)] == [6, -21, 93]",
    "adder": "import numpy as np\ninputs = np.arange(12.0).reshape(4, 3)\n"
    "assert np.allclose(adder.predict(inputs, verbose=0).ravel(), inputs.sum(axis=1))",
}
STUBS = {"halve": "half = ...", "triple": "def triple(number):\n    ...", "adder": "adder = ..."}
NAMES = {"halve": "half", "triple": "triple", "adder": "adder"}
HONEST = ("a_honest", "zz_honest")
Results = dict[str, dict[str, object]]
REGRADE = Attack(
    "good_work_then_a_crash",
    "points",
    "hands in good work, then a version that ends its process",
    lambda *_: None,
)


def master(exercises: list[str]) -> nbformat.NotebookNode:
    """Make the teacher's notebook: hidden tests are asserts, as in any nbgrader course."""
    setup = SETUP + ("\nimport keras" if "adder" in exercises else "")
    cells = [nbformat.v4.new_code_cell(setup, id="setup")]
    for name in exercises:
        solved = f"### BEGIN SOLUTION\n{RIGHT[name]}  # {CANARIES['solutions']}\n### END SOLUTION"
        # A failed assert shows the lines around it to everybody; the secret stands further down.
        secret = "\n" * 20 + f'checked_by = "{CANARIES["checks"]}"'
        hidden = f"### BEGIN HIDDEN TESTS\n{HIDDEN[name]}{secret}\n### END HIDDEN TESTS"
        checked = f"assert {NAMES[name]} is not ...\n{hidden}"
        for kind, source in (("solution", solved), ("grade", checked)):
            cell = nbformat.v4.new_code_cell(source, id=f"{name}-{kind}")
            graded = kind == "grade"
            cell.metadata["nbgrader"] = {
                "schema_version": 3,
                "grade_id": f"{name}-{kind}",
                "grade": graded,
                "solution": not graded,
                "locked": graded,
                "task": False,
                **({"points": POINTS[name]} if graded else {}),
            }
            cells.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(root: Path, exercises: list[str]) -> nbformat.NotebookNode:
    """Make a plain course with a released lesson, and give what learners get."""
    (root / "solutions" / LESSON).mkdir(parents=True)
    nbformat.write(master(exercises), root / "solutions" / LESSON / f"{LESSON}.ipynb")
    for path, text in {
        # Importing Keras takes its time in an ordinary kernel.
        "nbgrader_config.py": CONFIG + f"c.Execute.timeout = {120 if 'adder' in exercises else 10}\n",
        "secret.txt": CANARIES["course"],
        "home/CANARY.txt": CANARIES["home"],
        "data/table.csv": "x,y\n1,2\n",
        f"graders/lessons/lesson_{LESSON}.py": f"SECRET = {CANARIES['checks']!r}",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", LESSON]
    # nbgrader calls the program `alembic` by name.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path}
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=300, env=environ)
    return nbformat.read(root / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)


def run(attacks: list[Attack], courses: dict[tuple[str, ...], tuple[Path, nbformat.NotebookNode]]) -> Results:
    """Grade attacks between two honest submissions.

    Args:
        attacks: The attacks; they share a batch.
        courses: Courses by their exercises.

    Returns:
        By attack: `gained` points, `leaked` secrets and what was `damaged`.
    """
    exercises = ["halve", "triple", *(["adder"] if any(map(_needs_keras, attacks)) else [])]
    with tempfile.TemporaryDirectory(prefix="cw-plain-") as name:
        root = Path(name) / "course"
        known, released = courses[tuple(exercises)]
        shutil.copytree(known, root)
        answers = {exercise: RIGHT[exercise] for exercise in exercises}
        for student in HONEST:
            _write(
                root, student, fill(released, {**answers, "halve": f"half = 5  # {CANARIES['neighbour']}"})
            )
        places = {
            "ROOT": WORK,
            "RUNTIME": "/tmp",
            "PORT": str(PORT),
            "SOCKET": "/tmp/none",
            "ABSTRACT": "none",
            "PLUS": "1" + "+1" * 3_000,
            "MAGICS": "!x\n" * 450 + "a = 1\n" * 5_000,
        }
        for attack in attacks:
            notebook = copy_of(released)
            if attack is REGRADE:
                notebook = fill(released, answers)
                second = fill(released, {"halve": "import os\nos._exit(1)"})
                (root / "second.ipynb").write_text(json.dumps(second), encoding="utf-8")
            folder = root / "submitted" / attack.name / LESSON
            folder.mkdir(parents=True)
            attack.make(notebook, folder, places)
            _write(root, attack.name, notebook)
        asked = {
            "lesson": LESSON,
            "students": [attack.name for attack in attacks],
            "canaries": CANARIES,
            "port": PORT,
            "seconds": (400 if "adder" in exercises else 150) + 30 * (len(attacks) - 1),
        }
        (root / "probe.json").write_text(json.dumps(asked), encoding="utf-8")
        shutil.copy(HERE / "plain_probe.py", root)
        full = sum(POINTS[exercise] for exercise in exercises)
        told, why = _sandboxed(root, asked["seconds"] * 2 + 100)
        # Some submissions are nested deeper than Python's own removal follows.
        subprocess.run(["rm", "-rf", str(root)], check=True)
        return {attack.name: _judge(told, why, full, attack.name) for attack in attacks}


def _needs_keras(attack: Attack) -> bool:
    path = HERE / "submissions" / f"{attack.name}.py"
    return path.exists() and "import keras" in path.read_text(encoding="utf-8")


def _write(root: Path, student: str, notebook: nbformat.NotebookNode) -> None:
    folder = root / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{LESSON}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def _sandboxed(root: Path, seconds: float) -> tuple[dict[str, object] | None, str]:
    """Run the probe; what it told, and why it did not."""
    # A sandbox copies regular files only, so what is a link is packed and unpacked by the shell inside.
    subprocess.run(["tar", "-C", str(root), "-Scf", str(root.parent / "course.tar"), "."], check=True)
    inside = root.parent / "inside"
    inside.mkdir()
    shutil.move(root.parent / "course.tar", inside / "course.tar")
    unpack = "mkdir course && tar -C course -xf course.tar --no-same-owner; cd course"
    script = f"{unpack} && {sys.executable} plain_probe.py"
    box = Sandbox(
        work="/w",
        files=str(inside),
        env={"SECRET_TOKEN": CANARIES["environment"], "HOME": "/w/course/home"},
        work_bytes=400 * 2**20,
        memory=3 * 2**30,
        wall_seconds=seconds,
        processes=300,
        output_bytes=None,
    )
    with spawn("subprocess:call", {"args": ["/bin/sh", "-c", script]}, sandbox=box, role="bare") as child:
        try:
            child.wait(seconds + 50)
        except TimeoutError:
            child.kill()
        try:
            return json.loads(child.read_file("course/result.json", 10_000_000)), ""
        except (FileNotFoundError, ValueError):
            return None, str(child.limit_hit or "grading ended")


def _judge(told: dict | None, why: str, full: float, name: str) -> dict[str, object]:
    if told is None:
        return {"gained": 0, "leaked": [], "damaged": [f"no grades at all: {why}"]}
    scores = told["scores"]
    damaged = []
    if told["left"]:
        damaged.append(f"left behind: {', '.join(told['left'])}")
    if None in told["codes"]:
        damaged.append("the batch never ended")
    elif any(told["codes"]):
        damaged.append("nbgrader ended with an error")
    for student, who in zip(HONEST, ("an earlier", "a later"), strict=True):
        if scores.get(student) != full:
            damaged.append(f"{who} student got {scores.get(student)} of {full} points")
    if told["size"][name] > 20_000_000:
        damaged.append(f"a graded notebook of {told['size'][name] // 2**20} MiB")
    return {"gained": scores.get(name, 0), "leaked": told["leaked"][name], "damaged": damaged}


_WORDS = {
    "nbgrader ended with an error": "nbgrader ends with an error",
    "no grades at all: grading ended": "damaged: nobody is graded",
}


def table() -> str:
    """The table of docs/security.md."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    lines = ["| after | what the submission does | plain nbgrader | this course |", "|---|---|---|---|"]
    for attack in sorted([*code_attacks(), *ATTACKS, REGRADE], key=lambda attack: (attack.kind, attack.name)):
        result = results[attack.name]
        parts = []
        if result["gained"]:
            parts.append(f"gained {result['gained']:g} points")
        if result["leaked"]:
            parts.append(f"leaked: {', '.join(result['leaked'])}")
        parts += [_WORDS.get(what, f"damaged: {what}") for what in result["damaged"]]
        said = "; ".join(parts) or "nothing"
        here = "its own grading fails" if attack.ungraded else "nothing"
        lines.append(f"| {attack.kind} | {attack.tries} (`{attack.name}`) | {said} | {here} |")
    return "\n".join(lines)


def page_with_table(page: str) -> str:
    """Give the page with the table as it should be."""
    return re.sub(f"(?s){re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: f"{BEGIN}\n{table()}\n{END}", page)


def main(arguments: list[str]) -> None:
    """Run attacks and store what came of them, or write the table."""
    if arguments == ["--table"]:
        PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        return
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory(prefix="cw-plain-") as top:
        courses = {}
        for exercises in (["halve", "triple"], ["halve", "triple", "adder"]):
            root = Path(top, str(len(exercises)))
            courses[tuple(exercises)] = (root, make_course(root, exercises))
        everything = [*code_attacks(), *ATTACKS, REGRADE]
        wanted = [a for a in everything if (a.name in arguments if arguments else a.name not in results)]
        for attacks in _together(wanted):
            made = run(attacks, courses)
            if len(attacks) > 1 and any(each["damaged"] for each in made.values()):
                # Somebody did damage, and only one attack at a time tells who.
                made = {}
                for attack in attacks:
                    made |= run([attack], courses)
            results |= made
            print(json.dumps(made), flush=True)
            RESULTS.write_text(json.dumps(dict(sorted(results.items())), indent=1) + "\n", encoding="utf-8")


def _together(attacks: list[Attack]) -> list[list[Attack]]:
    """Attacks that are after points or secrets can share a batch; the others get one of their own.

    In a batch with an attack on a model every notebook imports Keras, which takes its time.
    """
    quiet = [
        a for a in attacks if a.kind in ("points", "hidden") and a is not REGRADE and not _needs_keras(a)
    ]
    loud = [[a] for a in attacks if a not in quiet]
    size = 16
    return [quiet[at : at + size] for at in range(0, len(quiet), size)] + loud


if __name__ == "__main__":
    main(sys.argv[1:])
