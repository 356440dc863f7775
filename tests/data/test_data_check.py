"""`data/check.py` accepts the shipped files and names every one that is not as shipped."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from check import check

FILE = "diamonds/diamonds.csv.gz"


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """The checker, the manifest and the files it lists, in a folder of their own; big files as links."""
    big = 1_000_000
    for path in data.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            target = tmp_path / path.relative_to(data)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.stat().st_size > big:
                target.symlink_to(path)
            else:
                shutil.copy(path, target)
    return tmp_path


def run(folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-I", folder / "check.py"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_every_shipped_file_checks_out(data: Path):
    assert check(data) == []


def test_program_says_that_all_is_well(copy: Path):
    done = run(copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert "undamaged" in done.stdout


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def make_longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (flip_a_byte, "damaged: expected SHA-256"),
        (cut_short, "damaged (expected 550242 bytes, found 550235)"),
        (make_longer, "damaged (expected 550242 bytes, found 550243)"),
        (Path.unlink, "missing (expected 550242 bytes)"),
        (replace_by_a_folder, "not a file"),
    ],
)
def test_each_damage_is_named_once_with_what_to_do(copy: Path, damage, word: str):
    damage(copy / FILE)
    (problem,) = check(copy)
    assert problem.startswith(str(copy / FILE))
    assert word in problem
    assert "git checkout" in problem and "make/diamonds.py" in problem.replace("\\", "/")
    done = run(copy)
    assert done.returncode == 1
    assert done.stderr.strip() == problem


def test_every_problem_is_reported_not_only_the_first(copy: Path):
    (copy / FILE).unlink()
    flip_a_byte(copy / "california/california.csv.gz")
    problems = check(copy)
    assert len(problems) == 2
    assert "missing" in problems[1] and "damaged" in problems[0]


def test_without_makers_the_advice_names_none(copy: Path):
    shutil.rmtree(copy / "make")
    (copy / FILE).unlink()
    (problem,) = check(copy)
    assert "or run" not in problem


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "not JSON", '{"diamonds": {"a.csv": {}}}'])
def test_a_useless_manifest_is_a_problem(copy: Path, text: str | None):
    manifest = copy / "manifest.json"
    manifest.unlink()
    if text is not None:
        manifest.write_text(text)
    (problem,) = check(copy)
    assert str(manifest) in problem
