"""The worked example of docs/authors.md runs as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n# file: (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

JUDGE = """
import json, sys
from pathlib import Path
from graders.answers import answers
from graders.pipeline.inprocess import judge_answers

root = Path.cwd()
told = {}
for answer in answers("91_widths", root / "solutions" / "answers"):
    verdict = judge_answers("91_widths", {answer.exercise: answer.source}, root)[answer.exercise]
    told[answer.name] = {"verdict": verdict.to_dict(), "loses": answer.loses, "says": answer.says}
told["untouched"] = {"verdict": judge_answers("91_widths", {}, root)["animal_model"].to_dict()}
Path(sys.argv[1]).write_text(json.dumps(told))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that holds the page's files and nothing else of ours but the engine."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(
        ROOT / "graders", root / "graders", ignore=shutil.ignore_patterns("__pycache__", "lesson_*")
    )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copy(ROOT / "requirements.txt", root)
    (root / "data").mkdir()
    (root / "data" / "manifest.json").write_text("{}\n")
    blocks = BLOCK.findall((ROOT / "docs" / "authors.md").read_text())
    assert len(blocks) >= 5
    for name, text in blocks:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def run(course, *command):
    environ = {**os.environ, "PYTHONPATH": str(course)}
    line = [sys.executable, *map(str, command)]
    done = subprocess.run(line, cwd=course, env=environ, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def judged(course):
    run(course, "-m", "coursework.command", "build", "91_widths")
    run(course, "-c", JUDGE, course / "told.json")
    return json.loads((course / "told.json").read_text())


def test_the_release_hides_answer_and_checks(course, judged):
    released = (course / "lessons" / "91_widths" / "91_widths.ipynb").read_text()
    assert "YOUR CODE HERE" in released
    assert "Dense(3" not in released
    assert "HIDDEN" not in released
    assert "One output for each animal" not in released


def test_right_answers_get_everything_and_wrong_ones_lose_what_their_labels_say(judged):
    kinds = {name.split("_")[0] for name in judged}
    assert kinds == {"right", "wrong", "untouched"}
    for name, told in judged.items():
        judgements = told["verdict"]["judgements"]
        missed = [one["name"] for one in judgements if one["status"] != "met"]
        if name == "untouched":
            assert {one["status"] for one in judgements} == {"unattempted"}
            continue
        assert missed == list(told["loses"]), name
        words = " ".join(one["hint"] + one["expected"] + one["found"] for one in judgements).lower()
        assert all(phrase.lower() in words for phrase in told["says"]), name
