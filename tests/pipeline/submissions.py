"""Submissions to the tiny lesson: honest, odd and hostile ones, each with the points that it must get."""

import copy
import json

from tiny_course import LESSON, RIGHT, TinyCourse

HALVE, DOUBLE = RIGHT["halve"], RIGHT["double"]

ANSWERS = {
    "right": (RIGHT, (3, 2)),
    "blank": ({}, (0, 0)),
    "half_done": ({"halve": HALVE}, (3, 0)),
    "partly": ({"halve": "half = 6", "double": "doubles = [20, 3]"}, (1, 1)),
    "noisy": (
        {
            "halve": "import sys, warnings\nwarnings.warn('old')\n"
            "print('E0000 log line', file=sys.stderr)\nhalf = 5",
            "double": "import os\nos.write(2, b'I0000 from C\\n')\n" + DOUBLE,
        },
        (3, 2),
    ),
    "raises": ({"halve": HALVE, "double": DOUBLE + "\n1 / 0"}, (3, 2)),
    "endless": ({"halve": "half = 5\nwhile True:\n    pass", "double": DOUBLE}, (3, 2)),
    "unstoppable": (
        {
            "halve": "import time\nhalf = 5\nwhile True:\n    try:\n        time.sleep(1)\n"
            "    except BaseException:\n        pass",
            "double": DOUBLE,
        },
        (0, 2),
    ),
    "dies": ({"halve": HALVE, "double": "import os\ndoubles = [20, -40]\nos._exit(3)"}, (3, 0)),
    "dies_first": ({"halve": "import os\nos._exit(0)", "double": DOUBLE}, (0, 2)),
    "faulty_check": ({"halve": "half = 'break'", "double": DOUBLE}, (0, 2)),
    "forged_result": (
        {
            "halve": HALVE,
            "double": "doubles = [0, 0]\nprint(5)\nclass Five:\n    def __repr__(self): return '5'\nFive()",
        },
        (3, 0),
    ),
    "forged_equality": (
        {"halve": "class Any(float):\n    def __eq__(self, other): return True\nhalf = Any(6)"},
        (1, 0),
    ),
    "patched_kernel": (
        {
            "halve": "ip = get_ipython()\nip.kernel.do_execute = None\nhalf = 1",
            "double": "doubles = [1, 1]",
        },
        (0, 0),
    ),
    "no_asserts": (
        {
            "halve": "import ast\n"
            "class Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
            "get_ipython().ast_transformers.append(Drop())\nhalf = 1",
            "double": DOUBLE,
        },
        (1, 2),
    ),
    "display_update": (
        {
            "halve": "from IPython.display import display\nimport builtins\n"
            "class Loud:\n    def __eq__(self, other): return False\n"
            "half = 1\nshown = display('1', display_id='d')",
            "double": "shown.update('99')\ndoubles = [0, 0]",
        },
        (1, 0),
    ),
    "huge_output": ({"halve": "print('x' * 30_000_000)\nhalf = 5", "double": DOUBLE}, (3, 2)),
    "surrogate": ({"halve": "half = 5  # \ud800", "double": DOUBLE}, (3, 2)),
    "comments_only": ({"halve": "half = ...   # I do not know"}, (0, 0)),
    "magic": ({"halve": "%time half = 5", "double": "%matplotlib inline\n" + DOUBLE}, (3, 2)),
}
"""student → (answers, points of `halve` and `double`)"""


def _cell(source, kind="code", **more):
    cell = {
        "cell_type": kind,
        "id": f"own{abs(hash(source)) % 10**8}",
        "metadata": {},
        "source": source,
        **more,
    }
    return cell if kind != "code" else {**cell, "outputs": [], "execution_count": None}


def _grade_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


def _at(notebook, cell_id):
    return next(at for at, cell in enumerate(notebook["cells"]) if cell["id"] == cell_id)


def skip_tags(notebook):
    for cell in _grade_cells(notebook):
        cell["metadata"]["tags"] = ["skip-execution"]


def more_points(notebook):
    for cell in _grade_cells(notebook):
        cell["metadata"]["nbgrader"]["points"] = 100


def newer_schema(notebook):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99


def bad_checksums(notebook):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["checksum"] = "0"


def own_checks(notebook):
    for cell in _grade_cells(notebook):
        cell["source"] = "99"


def copied_grade_cell(notebook):
    notebook["cells"].append(copy.deepcopy(_grade_cells(notebook)[0]))


def doubled_answer(notebook):
    """The learner copied the answer's cell and went on in the copy, which keeps nbgrader's id."""
    at = _at(notebook, "halve-solution")
    again = copy.deepcopy(notebook["cells"][at])
    again["id"] = "copied"
    notebook["cells"][at]["source"] = "half = 6"
    notebook["cells"].insert(at + 1, again)


def missing_cells(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("double")]


def missing_worked_cells(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]


def no_cell_ids(notebook):
    for cell in notebook["cells"]:
        del cell["id"]
    notebook["nbformat_minor"] = 4


def own_cell_between(notebook):
    notebook["cells"].insert(_at(notebook, "halve-solution"), _cell("my_helper = ten / 2"))
    notebook["cells"][_at(notebook, "halve-solution")]["source"] = "half = my_helper"


def answered_in_own_cell(notebook):
    notebook["cells"][_at(notebook, "halve-solution")]["source"] = "half = ..."
    notebook["cells"].insert(_at(notebook, "halve-grade"), _cell("half = 5"))


def own_grade_cell(notebook):
    cell = _cell("100")
    cell["metadata"] = {
        "nbgrader": {**_grade_cells(notebook)[0]["metadata"]["nbgrader"], "grade_id": "bonus"}
    }
    notebook["cells"].append(cell)


def odd_cells(notebook):
    notebook["cells"] += [None, 7, {"cell_type": "code"}, {"cell_type": "heading", "source": "x"}]
    notebook["cells"].append({**_cell("x = 1"), "source": {"no": "text"}, "metadata": None})
    notebook["metadata"] = {"kernelspec": {"name": "bash"}, "language_info": {"name": "<script>"}}


CHANGES = {
    change.__name__: (change, points)
    for change, points in (
        (skip_tags, (1, 0)),
        (more_points, (1, 0)),
        (newer_schema, (1, 0)),
        (bad_checksums, (1, 0)),
        (own_checks, (1, 0)),
        (copied_grade_cell, (1, 0)),
        (doubled_answer, (1, 0)),
        (missing_worked_cells, (1, 0)),
        (no_cell_ids, (1, 0)),
        (own_cell_between, (3, 0)),
        (answered_in_own_cell, (3, 0)),
        (own_grade_cell, (1, 0)),
        (odd_cells, (1, 0)),
    )
}
"""student → (what was done to a notebook whose answer to `halve` is 6 and to `double` is wrong, points)"""

WRONG = {"halve": "half = 6", "double": "doubles = [1, 1]"}

XSS = [
    "<script>document.title='xss'</script>",
    "<img src=x onerror=\"document.title='xss'\">",
    "<svg onload=\"document.title='xss'\"></svg>",
    "<a href=\"javascript:document.title='xss'\">click</a>",
    "<iframe srcdoc=\"<script>parent.document.title='xss'</script>\"></iframe>",
    "<style>@import 'http://example.invalid/xss.css';</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=\"document.title='xss'\">",
    "<details open ontoggle=\"document.title='xss'\">",
    "<form action=\"javascript:document.title='xss'\"><input autofocus onfocus=\"document.title='xss'\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:document.title='xss'\">",
    "</pre></div><script>document.title='xss'</script>",
    "```\n\n<script>document.title='xss'</script>\n\n```",
    "[click](javascript:document.title='xss') ![x](x\"onerror=\"document.title='xss')",
    "$\\href{javascript:document.title='xss'}{x}$ $$\\unicode{<script>document.title='xss'</script>}$$",
    "<scr<script>ipt>document.title='xss'</scr</script>ipt>",
    "&lt;script&gt;document.title='xss'&lt;/script&gt;",
    "<!--<img src=\"--><img src=x onerror=document.title='xss'//\">",
]


def xss(notebook):
    """Put script wherever a learner's text can stand."""
    cells = notebook["cells"]
    for number, payload in enumerate(XSS):
        cells.append(_cell(payload, "markdown", id=f"md{number}"))
        cells.append(_cell(payload, "raw", id=f"raw{number}"))
    cells.append(
        _cell(
            f"""
import sys
from IPython import get_ipython
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
publisher = get_ipython().display_pub
for payload in {XSS!r}:
    print(payload)
    print(payload, file=sys.stderr)
    for kind in (HTML, Javascript, Latex, Markdown):
        display(kind(payload))
    mimes = "text/plain text/html image/svg+xml image/png image/jpeg image/gif application/pdf"
    mimes += " text/vnd.mermaid application/javascript application/json"
    mimes += " application/vnd.jupyter.widget-view+json application/vnd.plotly.v1+json"
    for mime in mimes.split():
        extra = {{mime: {{"width": payload, "height": payload, "alt": payload, "isolated": True}}}}
        display({{mime: payload}}, metadata=extra, raw=True)
    result = {{"data": {{"text/html": payload}}, "metadata": {{}}, "execution_count": payload}}
    for kind, content in (
        ("stream", {{"name": payload, "text": payload}}),
        ("execute_result", result),
        ("error", {{"ename": payload, "evalue": payload, "traceback": [payload]}}),
    ):
        publisher.session.send(publisher.pub_socket, kind, content, parent=publisher.parent_header)
raise ValueError({XSS[0]!r})
"""
        )
    )
    cells[-1]["execution_count"] = XSS[1]
    cells[_at(notebook, "halve-solution")]["source"] = f"half = {XSS[1]!r}"
    cells[_at(notebook, "double-solution")]["source"] = (
        f"doubles = [{XSS[0]!r}]\nraise ValueError({XSS[1]!r})"
    )
    cells[0]["source"] = XSS[0]
    cells[-1]["id"] = XSS[2]


def bad_files(course: TinyCourse) -> None:
    """Hand in what is no notebook of the lesson."""
    course.place("not_json").write_text("half = 5", encoding="utf-8")
    course.place("empty").write_bytes(b"")
    course.place("not_text").write_bytes(bytes(range(256)) * 10)
    course.place("no_notebook").write_text("[1, 2]", encoding="utf-8")
    course.place("too_deep").write_text("[" * 200_000, encoding="utf-8")
    course.place("newer_format").write_text(json.dumps({"nbformat": 5, "nbformat_minor": 0, "cells": []}))
    course.place("older_format").write_text(json.dumps({"nbformat": 3, "worksheets": []}))
    course.place("link").symlink_to("/etc/passwd")
    course.place("folder").mkdir()
    with course.place("huge").open("wb") as file:
        file.truncate(70 * 2**20)
    course.hand_in("other_course", {}, lambda notebook: {**notebook, "cells": [_cell("half = 5")]})
    course.hand_in("no_cells", {}, lambda notebook: {**notebook, "cells": []})


BAD = {
    "not_json": "not valid JSON",
    "empty": "The file is empty",
    "not_text": "not valid JSON",
    "no_notebook": "not a notebook",
    "too_deep": "nested too deeply",
    "newer_format": "of format 5, newer",
    "older_format": "of format 3, older",
    "link": "a link to another file",
    "folder": "a folder or a device",
    "huge": "70 MiB",
    "other_course": "may belong to another lesson or course",
    "no_cells": "may belong to another lesson or course",
}
"""student → what the feedback and the log must say"""


def extra_files(course: TinyCourse) -> None:
    """Hand in a good notebook with files beside it."""
    folder = course.hand_in("files", RIGHT).parent
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "leak.txt").symlink_to("/etc/passwd")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "gradebook").symlink_to(course.root / "gradebook.db")
    (folder / "up").symlink_to(course.root)
    (folder / "master.txt").write_text("the learner's", encoding="utf-8")
    folder = course.hand_in("many_files", RIGHT).parent
    for number in range(300):
        (folder / f"{number}.txt").touch()


def hand_in_all(course: TinyCourse) -> None:
    """Hand everything in."""
    for student, (answers, _) in ANSWERS.items():
        course.hand_in(student, answers)
    for student, (change, _) in CHANGES.items():
        course.hand_in(student, WRONG, change)
    course.hand_in("missing_cells", RIGHT, missing_cells)
    course.hand_in("xss", {}, xss)
    bad_files(course)
    extra_files(course)


POINTS = {
    **{student: points for student, (_, points) in ANSWERS.items()},
    **{student: points for student, (_, points) in CHANGES.items()},
    **dict.fromkeys(BAD, (0, 0)),
    "missing_cells": (3, 0),
    "xss": (0, 0),
    "files": (3, 2),
    "many_files": (3, 2),
}
LESSON_FILE = f"{LESSON}.ipynb"
