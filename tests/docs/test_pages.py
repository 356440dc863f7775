"""Every page can be walked: its blocks are known, and the commands, options and files that it names exist.

What the commands do is tried by `make test-pages`, which takes minutes.
"""

import contextlib
import io
import itertools
import re
import shlex
import string
import subprocess
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderApp
from page_text import Console, Place, read_page

ROOT = Path(__file__).resolve().parents[2]
BUNDLE_README = ROOT / "graders" / "build" / "bundle_files" / "README.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), BUNDLE_README]
INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
FOLDERS = ("benchmarks", "coursework", "data", "deploy", "docs", "graders", "lessons", "solutions", "tests")
MAKE_TARGETS = set(re.findall(r"^([a-z][\w-]*):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))


def text_of(page: Path) -> str:
    """A page as its reader sees it: the bundle's README has its lessons filled in."""
    text = page.read_text(encoding="utf-8")
    if page == BUNDLE_README:
        return string.Template(text).substitute(lessons="", first="00_start_here", verdicts="")
    return text


def named_commands(page: Path) -> list[str]:
    """The commands of a page's console blocks, run or not, and the code in its sentences."""
    text = text_of(page)
    typed = [
        command.text for step in read_page(text) if isinstance(step, Console) for command in step.commands
    ]
    return typed + [" ".join(code.split()) for code in INLINE.findall(FENCED.sub("", text))]


def missing_in(code: str) -> str:
    """Say which module or file a piece of code in a sentence names that is not there, or nothing.

    A name for any lesson (`NN_topic`) is looked up for one of them, and a file's name alone in every folder.
    """
    code = code.partition("::")[0].replace("NN_topic", "01_sequential").replace("EXERCISE/", "")
    if re.fullmatch(r"[\w.-]+(/[\w.-]*)+", code) and code.split("/")[0] in FOLDERS:
        return "" if (ROOT / code).exists() else f"there is no {code}"
    if re.fullmatch(r"\w+\.py", code):
        places = (ROOT / code, *(found for top in FOLDERS for found in (ROOT / top).rglob(code)))
        return "" if any(place.is_file() for place in places) else f"no folder has a {code}"
    if found := re.match(r"((?:graders|coursework)(?:\.\w+)+)(?::(\w+))?", code):
        *packages, last = found[1].split(".")
        if module := module_of([*packages, last]):
            part = found[2] or ""
        else:
            module, part = module_of(packages), last
        there = module is not None and re.search(rf"\b{part}\b", module.read_text(encoding="utf-8"))
        return "" if there else f"there is no {found[0]}"
    return ""


def module_of(names: list[str]) -> Path | None:
    """Give the file of a module or package; None when there is none."""
    place = ROOT.joinpath(*names)
    return next((file for file in (place / "__init__.py", Path(f"{place}.py")) if file.is_file()), None)


@cache
def help_of(subcommand: str) -> str:
    """What `coursework SUBCOMMAND --help` prints, and nothing when there is no such subcommand."""
    (program,) = entry_points(group="console_scripts", name="coursework")
    with (
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()),
        pytest.raises(SystemExit) as ended,
    ):
        program.load()([subcommand, "--help"])
    return out.getvalue() if ended.value.code == 0 else ""


def wrong_in(command: str) -> str:
    """Say what a command names that is not there, or nothing.

    Sentences hold much in code that is no command; only what begins as one is looked at.
    """
    try:
        words = shlex.split(command, comments=True)
    except ValueError:  # a quotation mark that stands alone: code of another language
        return ""
    while words and re.match(r"^[A-Z_]+=", words[0]):
        words.pop(0)
    words = list(itertools.takewhile(lambda word: word != "&&", words))
    program = Path(words[0]).name if words else ""
    if program == "make" and len(words) > 1:
        targets = [word for word in words[1:] if re.fullmatch(r"[a-z][\w-]*", word)]
        return ", ".join(f"make has no target {each}" for each in targets if each not in MAKE_TARGETS)
    if program == "coursework" and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
        told = help_of(words[1])
        if not told:
            return f"coursework has no subcommand {words[1]}"
        options = [word.split("=")[0] for word in words[2:] if word.startswith("--")]
        known = set(re.findall(r"--[\w-]+", told))
        return ", ".join(f"`coursework {words[1]}` has no {each}" for each in options if each not in known)
    if program == "nbgrader" and len(words) > 1 and re.fullmatch(r"[a-z_]+", words[1]):
        return "" if words[1] in NbGraderApp.subcommands else f"nbgrader has no subcommand {words[1]}"
    if program in ("python", "python3", "pytest"):
        named = [word for word in words[1:] if "/" in word and not word.startswith("-")]
        return ", ".join(f"{each} does not exist" for each in named if not (ROOT / each).exists())
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_can_be_walked(page):
    read_page(text_of(page), Place.BUNDLE if page == BUNDLE_README else Place.CLONE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_exists(page):
    wrong = {code: said for code in named_commands(page) if (said := wrong_in(code) or missing_in(code))}
    assert not wrong


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("graders/criteria/judge.py", ""),
        ("graders/criteria/judged.py", "there is no graders/criteria/judged.py"),
        ("graders/judging/", "there is no graders/judging/"),
        ("graders/lessons/lesson_NN_topic.py", ""),
        ("tests/docs/test_pages.py::test_what_a_page_names_exists", ""),
        ("work/progress.jsonl", ""),
        ("judge.py", ""),
        ("judged.py", "no folder has a judged.py"),
        ("graders.evidence", ""),
        ("graders.witness", "there is no graders.witness"),
        ("coursework.setup", ""),
        ("coursework.evidence.what_cannot_be_seen(model)", ""),
        ("coursework.set_up(seed=1)", "there is no coursework.set_up"),
        ("graders.pipeline.machines.remote:grade_parcel", ""),
        (
            "graders.pipeline.machines.remote:grade_box",
            "there is no graders.pipeline.machines.remote:grade_box",
        ),
    ],
)
def test_a_place_that_does_not_exist_is_found(code, said):
    assert missing_in(code) == said


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("make demo", ""),
        ("make dem", "make has no target dem"),
        ("make PYTHON=/usr/bin/python3 lab", ""),
        (".venv/bin/coursework build --check 91_widths", ""),
        ("coursework grade LESSON --worker 2", "`coursework grade` has no --worker"),
        ("coursework grades 01_sequential", "coursework has no subcommand grades"),
        ("X=1 nbgrader autograde 01_sequential # again", ""),
        ("nbgrader autograd 01_sequential", "nbgrader has no subcommand autograd"),
        ("python data/check.py", ""),
        ("pytest tests/attack", "tests/attack does not exist"),
        ("it's", ""),
        ("keras.Input", ""),
    ],
)
def test_a_name_that_does_not_exist_is_found(command, told):
    assert wrong_in(command) == told


def test_make_alone_names_every_target():
    done = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    named = re.findall(r"^make ([a-z-]+) ", done.stdout, re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) == MAKE_TARGETS - {"help"}


def test_pages_ask_for_commands():
    asked = [step for page in PAGES for step in read_page(text_of(page)) if isinstance(step, Console)]
    assert len(asked) >= 8
    assert sum(not block.not_run for block in asked) >= 5
