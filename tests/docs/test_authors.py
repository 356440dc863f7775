"""The worked example of docs/authors.md: its files, copied, and its commands, as they stand on the page."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graders.prove.material import RIGHT_AT_LEAST, WRONG_AT_LEAST

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```(?:python|toml)\n# file: (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def steps(console: str) -> list[tuple[str, str]]:
    """Give each command of a console block, without its comment, and what the page prints below it."""
    found: list[tuple[str, list[str]]] = []
    for line in console.splitlines():
        if line.startswith("$ "):
            found.append((line[2:].split("  #")[0].strip(), []))
        else:
            found[-1][1].append(line)
    return [(command, "\n".join(lines)) for command, lines in found]


def printed(said: str, promised: str) -> bool:
    """Tell whether a command said what the page prints, where `…` stands for anything."""
    pattern = ".*".join(map(re.escape, promised.split("…")))
    return re.fullmatch(pattern, said.strip(), re.DOTALL) is not None


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that holds the page's files and nothing else of ours but the engine."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(
        ROOT / "graders", root / "graders", ignore=shutil.ignore_patterns("__pycache__", "lesson_*")
    )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copy(ROOT / "requirements.txt", root)
    (root / ".venv").symlink_to(sys.prefix)
    (root / "data").mkdir()
    (root / "data" / "manifest.json").write_text("{}\n")
    for name, text in FILE.findall(PAGE):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def run(course, command):
    """Run a line of a shell in the course, with the course's own copy of the engine."""
    environ = {**os.environ, "PYTHONPATH": str(course), "COURSEWORK_OWNER_PID": str(os.getpid())}
    return subprocess.run(
        command, shell=True, cwd=course, env=environ, capture_output=True, text=True, timeout=600
    )


@pytest.fixture(scope="module")
def walked(course):
    """What each command of the page said, in the page's order; the exit status is 0 each time."""
    said = []
    for console in CONSOLE.findall(PAGE):
        for command, promised in steps(console):
            done = run(course, command)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            said.append((command, done.stdout, promised))
    return said


def test_the_pages_commands_say_what_the_page_prints(walked):
    commands = [command for command, _, _ in walked]
    assert commands == [
        ".venv/bin/coursework build 91_widths",
        ".venv/bin/coursework prove 91_widths",
        ".venv/bin/coursework build --check 91_widths",
    ]
    for command, said, promised in walked:
        assert promised, f"{command}: the page prints nothing that it says"
        assert printed(said, promised), f"{command} said\n{said}\nand the page prints\n{promised}"


def test_the_page_prints_the_proofs_totals(course, walked):
    done = run(course, ".venv/bin/coursework prove 91_widths --json proof.json")
    assert done.returncode == 0, done.stderr
    told = json.loads((course / "proof.json").read_text())
    assert told["failures"] == []
    totals = {name: f"{count['good']}/{count['total']}" for name, count in told["totals"].items()}
    counts = (
        ("right pass", "right"),
        ("wrong lose", "wrong"),
        ("named", "messages"),
        ("mutants caught", "mutants"),
    )
    for heading, name in counts:
        assert re.findall(rf"{heading} (\d+/\d+)", PAGE) == [totals[name]]
        good, total = totals[name].split("/")
        assert good == total


def test_the_example_keeps_the_rules_of_the_house(course):
    checks = (course / "graders" / "lessons" / "lesson_91_widths.py").read_text()
    assert checks.count("@ANIMAL_MODEL.criterion(") >= 2
    bank = course / "solutions" / "answers" / "91_widths" / "animal_model"
    assert len(list(bank.glob("right_*.py"))) >= RIGHT_AT_LEAST
    assert len(list(bank.glob("wrong_*.py"))) >= WRONG_AT_LEAST
    assert not (bank / "fewer.txt").exists()


def test_the_release_hides_answer_and_checks(course, walked):
    released = (course / "lessons" / "91_widths" / "91_widths.ipynb").read_text()
    assert "YOUR CODE HERE" in released
    assert "Dense(3" not in released
    assert "HIDDEN" not in released
    assert "One output for each animal" not in released
