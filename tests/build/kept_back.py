"""What no learner may get, and a search for it in what learners get: bundles, the site."""

import html
import json
import re
from itertools import pairwise
from pathlib import Path

from graders.build.layout import lessons
from graders.build.refusals import released_text, solution_regions
from graders.build.runs import code_runs, runs
from graders.build.source import Role, read_source

ROOT = Path(__file__).resolve().parents[2]


def words_of(folder: Path) -> dict[str, str]:
    """Every text in a folder; cells and pages as a reader sees them, not as JSON and HTML escape them."""
    texts = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if path.suffix == ".ipynb":
            text += "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        elif path.suffix == ".html":
            text += html.unescape(re.sub(r"<[^>]*>", "", text))
        texts[str(path.relative_to(folder))] = text
    return texts


def secret_runs() -> dict[str, str]:
    """Runs of words that no learner may get, each with where it comes from."""
    found: dict[str, str] = {}
    shown: set[str] = set()
    for lesson in lessons(ROOT):
        cells, _ = read_source(lesson.source)
        for cell, following in pairwise([*cells, cells[-1]]):
            for _, region in solution_regions(cell):
                found.update(dict.fromkeys(runs(region), f"{lesson.name}, line {cell.line}"))
            if cell.role in (Role.EXAMPLE, Role.SOLUTION):
                # A worked example may make the same call as an answer: that is how it teaches.
                shown |= runs(released_text(cell))
            elif cell.role is Role.TEXT and following.role is Role.SOLUTION:
                # A task may name the very call that it asks for; its hints may not.
                shown |= runs(re.sub(r"(?s)<details>.*?</details>", "", cell.text))
    for path in sorted(ROOT.glob("solutions/answers/**/right*.py")):
        found.update(dict.fromkeys(code_runs(path.read_text()), str(path.relative_to(ROOT))))
    for path in sorted((ROOT / "graders").rglob("*.py")):
        found.update(dict.fromkeys(code_runs(path.read_text()), str(path.relative_to(ROOT))))
    # The learner has the data's checker and the learner's package, and the engine is like them in places.
    for path in (ROOT / "data" / "check.py", *(ROOT / "coursework").rglob("*.py")):
        shown |= runs(path.read_text())
    # A cheat sheet shows how an API is called, as an answer may; what a lesson asks for it may not hold.
    asked = {run for run, origin in found.items() if ", line " in origin}
    for path in (ROOT / "docs" / "cheatsheets").glob("*.md"):
        shown |= runs(path.read_text()) - asked
    return {run: origin for run, origin in found.items() if run not in shown}


def leaks(texts: dict[str, str], secrets: dict[str, str]) -> set[tuple[str, str, str]]:
    """Find secret runs: the file, where the run comes from, and the run. Packed data holds no words."""
    return {
        (name, secrets[run], run)
        for name, text in texts.items()
        if not name.endswith((".gz", ".npz"))
        for run in runs(text) & secrets.keys()
    }
