"""Attacks by what is handed in: files beside the notebook, and notebooks that are no ordinary notebooks."""

import base64
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from attack_bank import Attack, own_cell, put
from attacked_course import LESSON
from nbformat import NotebookNode

WRONG = "half = 6"
PRINT_FILES = f"""
{WRONG}
import os
for folder, folders, names in os.walk("."):
    for name in names:
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as file:
                print(ascii(path), file.read(200_000))
        except OSError as error:
            print(ascii(path), error)
"""
Make = Callable[[NotebookNode, Path, Mapping[str, str]], None]
ATTACKS: list[Attack] = []


def attack(kind: str, tries: str, answer: str = WRONG, ungraded: bool = False) -> Callable[[Make], Make]:
    """Register an attack; its answer to `halve` is `answer`."""

    def register(make: Make) -> Make:
        def with_answer(notebook: NotebookNode, folder: Path, places: Mapping[str, str]) -> None:
            put(notebook, "halve", answer)
            make(notebook, folder, places)

        ATTACKS.append(Attack(make.__name__, kind, tries, with_answer, ungraded=ungraded))
        return make

    return register


def _graded(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


# --- points


@attack("points", "tags the check cells so that they are skipped, or may raise")
def skip_tags(notebook, folder, places):
    for cell in _graded(notebook):
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
        cell.metadata["deletable"] = True


@attack("points", "gives its check cells more points, and its answers points of their own")
def more_points(notebook, folder, places):
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"].update(points=100, grade=True, solution=True)


@attack("points", "puts checks of its own in the place of the lesson's")
def own_checks(notebook, folder, places):
    for cell in _graded(notebook):
        cell.source = "99"


@attack("points", "turns check cells into text and adds check cells of its own")
def checks_become_text(notebook, folder, places):
    for cell in _graded(notebook):
        more = {**cell.metadata["nbgrader"], "grade_id": cell.metadata["nbgrader"]["grade_id"] + "-bonus"}
        notebook.cells.append(own_cell("100", metadata={"nbgrader": more}))
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@attack("points", "leaves check cells out, and doubles others with the same id")
def cells_missing_and_doubled(notebook, folder, places):
    graded = _graded(notebook)
    notebook.cells.remove(graded[0])
    notebook.cells += [
        own_cell("100", metadata=graded[1].metadata),
        own_cell("", metadata=graded[1].metadata),
    ]


@attack("points", "brings results: outputs, verdicts and marks of a graded notebook")
def verdict_brought_along(notebook, folder, places):
    judged = {"lesson": LESSON, "exercise": "halve", "note": "", "judgements": []}
    notebook.metadata["coursework"] = {"graded": True, "readable": True, "fingerprint": "", "verdict": judged}
    for cell in _graded(notebook):
        cell.metadata["coursework"] = {"verdict": judged, "attempted": True}
        result = {"output_type": "execute_result", "data": {"text/plain": "99"}, "metadata": {}}
        cell.outputs = [NotebookNode({**result, "execution_count": 1})]


@attack("points", "asks for another kernel: one of its own, a shell, and a provisioner")
def another_kernel(notebook, folder, places):
    notebook.metadata["kernelspec"] = {"name": "mine", "display_name": "mine", "language": "bash"}
    notebook.metadata["language_info"] = {"name": "bash"}
    spec = folder / "share" / "jupyter" / "kernels" / "mine"
    spec.mkdir(parents=True)
    told = {"argv": ["touch", "/tmp/attack-mark-kernel"], "display_name": "mine", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(told))


@attack("points", "ships modules with the names of libraries that the check uses", "import numpy\n" + WRONG)
def modules_beside(notebook, folder, places):
    for name in ("numpy", "json", "base64", "keras", "IPython", "sitecustomize", "usercustomize", "nbgrader"):
        text = "import os\nos.system('touch /tmp/attack-mark-module')\n"
        text += "def __getattr__(name): return lambda *a: True\n"
        (folder / f"{name}.py").write_text(text)
    (folder / "graders" / "candidate").mkdir(parents=True)
    (folder / "graders" / "__init__.py").write_text("")
    (folder / "graders" / "candidate" / "__init__.py").write_text("capture = lambda *a: b'{}\\n'")


@attack("points", "ships settings of nbgrader, Jupyter, IPython and pytest, and a gradebook")
def settings_beside(notebook, folder, places):
    code = "import os\nos.system('touch /tmp/attack-mark-settings')\n"
    for name in ("nbgrader_config.py", "jupyter_config.py", "ipython_config.py", "conftest.py", "setup.py"):
        (folder / name).write_text(code + "c = get_config()\nc.Autograde.autograde_preprocessors = []\n")
    startup = folder / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-first.py").write_text(code)
    (folder / "gradebook.db").write_bytes(b"SQLite format 3\0")
    (folder / "jupyter_config.json").write_text('{"Autograde": {"autograde_preprocessors": []}}')


# --- hidden


@attack("hidden", "links to checks, solutions and gradebook from its folder", PRINT_FILES)
def links_to_the_course(notebook, folder, places):
    root = Path(places["ROOT"])
    for number, path in enumerate(_secrets(root)):
        (folder / f"link{number}.txt").symlink_to(path)
        (folder / f"relative{number}.txt").symlink_to(os.path.relpath(path, folder))
    (folder / "course").symlink_to(root)
    (folder / "chain1").symlink_to("chain2")
    (folder / "chain2").symlink_to(root / "secret.txt")


@attack(
    "hidden", "links from files that look like notebooks, hidden and in folders with odd names", PRINT_FILES
)
def links_named_like_notebooks(notebook, folder, places):
    inside, odd = folder / "inside", folder / "odd[0-9]*?"
    inside.mkdir()
    odd.mkdir()
    for number, path in enumerate(_secrets(Path(places["ROOT"]))):
        (folder / f".leak{number}.ipynb").symlink_to(path)
        (inside / f"leak{number}.ipynb").symlink_to(path)
        (odd / f"leak{number}.ipynb").symlink_to(path)
        (odd / f"leak{number}.txt").symlink_to(path)


@attack("hidden", "gives a second notebook a name with a line break, and links beside it", PRINT_FILES)
def name_with_a_line_break(notebook, folder, places):
    (folder / "\nfirst.ipynb").write_text("{}")
    (folder / "!\x1b[2J.ipynb").write_text("{}")
    for number, path in enumerate(_secrets(Path(places["ROOT"]))):
        (folder / f"link{number}.txt").symlink_to(path)


@attack("hidden", "hands in a second notebook that is a link to the solution", PRINT_FILES)
def second_notebook(notebook, folder, places):
    (folder / "leak.ipynb").symlink_to(Path(places["ROOT"]) / "solutions" / LESSON / f"{LESSON}.ipynb")
    (folder / "scratch.ipynb").write_text(
        json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )


def _secrets(root: Path) -> list[Path]:
    return [
        root / "secret.txt",
        root / "gradebook.db",
        root / "solutions" / LESSON / f"{LESSON}.ipynb",
        root / "graders" / "lessons" / f"lesson_{LESSON}.py",
        root / "submitted" / "a_honest" / LESSON / f"{LESSON}.ipynb",
        root / "home" / "CANARY.txt",
        Path("/proc/self/environ"),
    ]


# --- grader


@attack(
    "grader",
    "shows script wherever text of a submission is shown",
    "half = '<script>document.title=1</script>'",
)
def script_everywhere(notebook, folder, places):
    payload = (
        "<img src=x onerror=\"document.title='attack-mark'\"><script>document.title='attack-mark'</script>"
    )
    picture = {"image/svg+xml": f"<svg onload=\"document.title='attack-mark'\">{payload}</svg>"}
    encoded = {"image/png": base64.b64encode(payload.encode()).decode()}
    for kind in ("markdown", "raw"):
        notebook.cells.append(own_cell(payload, kind))
    notebook.cells.append(
        own_cell("![x](attachment:x)", "markdown", attachments={"x": picture, "y": encoded})
    )
    notebook.cells.append(own_cell(f"raise ValueError({payload!r})"))
    notebook.cells[-1]["id"] = payload
    notebook.metadata["title"] = payload


@attack("grader", "says when it was handed in: with a link to an endless file")
def endless_timestamp(notebook, folder, places):
    (folder / "timestamp.txt").symlink_to("/dev/zero")


@attack("grader", "says when it was handed in: with a pipe that nobody writes to")
def waiting_timestamp(notebook, folder, places):
    os.mkfifo(folder / "timestamp.txt")


@attack("grader", "says when it was handed in: with something that is no time")
def odd_timestamp(notebook, folder, places):
    (folder / "timestamp.txt").write_text("9999999999-99-99 /etc/passwd x\x1b[2J")


@attack(
    "grader",
    "nests folders deeper than a program can follow, with links at the end",
    PRINT_FILES,
    ungraded=True,
)
def deep_folders(notebook, folder, places):
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.symlink(f"{places['ROOT']}/secret.txt", "leak.txt", dir_fd=here)
    os.close(here)
    (folder / "leak.txt").symlink_to(Path(places["ROOT"]) / "secret.txt")


@attack("grader", "hands in thousands of cells, each with a name of an exercise")
def thousands_of_cells(notebook, folder, places):
    for number in range(1_900):
        notebook.cells.append(own_cell(f"half = {number}", metadata=notebook.cells[2].metadata))


@attack("grader", "hands in a notebook that is nested too deep to be read, with numbers too long to be read")
def nested_notebook(notebook, folder, places):
    notebook.metadata["deep"] = {"n": 0}
    here = notebook.metadata["deep"]
    for _ in range(300):
        here["n"] = {"n": 0}
        here = here["n"]
    notebook.cells[1]["execution_count"] = 10**3000


@attack("grader", "names files so that they act on the teacher's terminal")
def file_names(notebook, folder, places):
    for name in (
        "\x1b[2J\x1b]0;attack-mark\x07",
        "a\nERROR | everything failed",
        "-rf",
        "$(touch attack-mark)",
        "\u202etxt.exe",
    ):
        (folder / name).write_text("x")
    (folder / "\x1b[31mlink").symlink_to("/etc/passwd")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_text("x")


# --- batch


@attack("batch", "spoils what nbgrader keeps in a notebook: schema, checksums, ids, formats")
def spoiled_metadata(notebook, folder, places):
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"].update(schema_version=99, checksum="0", cell_type="raw", task=True)
    notebook.cells.append(NotebookNode({"cell_type": "code"}))
    notebook.cells.append(NotebookNode({**own_cell("x = 1", metadata=None), "source": {"no": "text"}}))
    notebook["nbformat_minor"] = 99


@attack("batch", "brings more and larger files than a disk holds")
def large_files(notebook, folder, places):
    with (folder / "hole.bin").open("wb") as file:
        file.truncate(50 * 2**30)
    for number in range(400):
        (folder / f"f{number}").touch()


@attack("batch", "makes its folder's files unreadable, and puts a folder where a file is looked for")
def folders_for_files(notebook, folder, places):
    (folder / f"{LESSON}.html").mkdir()
    (folder / "timestamp.txt").mkdir()
    (folder / f"{LESSON}_files").write_text("x")
    (folder / "closed").mkdir(mode=0)
