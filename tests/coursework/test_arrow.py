"""The learner's package stands alone: the arrow goes from `graders` to `coursework` and never back."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import coursework

MODULES = sorted(Path(coursework.__file__).parent.rglob("*.py"))


def imported(source: str) -> set[str]:
    """Names of the top packages that a module imports anywhere, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_imports_graders(module):
    assert "graders" not in imported(module.read_text(encoding="utf-8"))


def test_the_look_at_imports_finds_one():
    assert imported("def f():\n    from graders.criteria import judge\n") == {"graders"}


def test_importing_the_package_brings_neither_graders_nor_keras_along():
    code = (
        "import sys, coursework, coursework.evidence, coursework.command\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "heavy = {'graders', 'keras', 'tensorflow', 'nbgrader'} & loaded\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
