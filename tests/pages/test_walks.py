"""Every page's commands, typed as they stand, in a fresh clone and in a fresh bundle: `make test-pages`.

Pages that set up environments install packages anew, which takes minutes: `make test` leaves this folder out.
"""

import subprocess
import tempfile
from pathlib import Path

import nbformat
import pytest
from page_grounds import (
    ROOT,
    allow_superuser,
    environment,
    make_bundle,
    make_clone,
    open_shell,
    pythons,
    tracked_changes,
)
from page_text import Console, Place, read_page
from page_walk import walk

from graders.build.layout import lessons

FOUND = pythons()
OTHER = next((version for version in ("3.12", "3.13") if version in FOUND), "3.12")
IN_README_CLONE, ON_ITS_OWN, OTHER_PYTHON = (
    pytest.mark.xdist_group(name) for name in ("README's clone", "other grounds", "another Python")
)
"""What one process walks, one page after the other, while another walks the rest."""
VERSIONS = [
    pytest.param("3.11", id="3.11", marks=ON_ITS_OWN),
    pytest.param(OTHER, id=OTHER, marks=OTHER_PYTHON),
]


def commands(page: Path) -> list[str]:
    """Give the commands that a page lets its reader type here."""
    steps = read_page(page.read_text(encoding="utf-8"))
    return [
        command.text
        for step in steps
        if isinstance(step, Console) and not step.not_run
        for command in step.commands
    ]


PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if commands(page)]


def sets_up(page: Path) -> bool:
    """Whether a page sets up the course, so that it gets its own clone."""
    return any(command.split("#")[0].split() == ["make", "setup"] for command in commands(page))


class Grounds:
    """The clones and bundles of one run, each made when it is first asked for.

    Args:
        folder: Where they are made.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._bundles: dict[str, tuple[Path, list[str]]] = {}

    def clone(self, name: str) -> Path:
        """Give a clone; the same one for the same name."""
        folder = self.folder / name
        return folder if folder.exists() else make_clone(folder)

    def walked_bundle(self, version: str) -> tuple[Path, list[str]]:
        """Give a bundle whose README was walked with a Python, and what failed there."""
        if version not in FOUND:
            pytest.skip(f"there is no Python {version} on this machine")
        if version not in self._bundles:
            self._bundles[version] = self._walk_bundle(version)
        return self._bundles[version]

    def _walk_bundle(self, version: str) -> tuple[Path, list[str]]:
        folder = make_bundle(self.folder / f"bundle {version}")
        steps = read_page((folder / "README.md").read_text(encoding="utf-8"), Place.BUNDLE)
        assert any(isinstance(step, Console) and not step.not_run for step in steps)
        home = self.folder / f"learner {version}"
        environ = environment(home, FOUND[version])
        allow_superuser(home)
        shells = {Place.BUNDLE: lambda: open_shell(folder, environ)}
        return folder, walk(steps, shells, folder, "README.md of the bundle")


@pytest.fixture(scope="session")
def grounds():
    grounds = Grounds(Path(tempfile.mkdtemp(prefix="pages-")))
    yield grounds
    # Gigabytes in small files, whose deletion takes minutes on some disks: nobody waits for it.
    subprocess.Popen(["rm", "-rf", "--", grounds.folder], start_new_session=True)


def report(failures: list[str]) -> None:
    """Fail with every failure's own words, whole."""
    if failures:
        pytest.fail("\n\n".join(failures), pytrace=False)


def walk_in_clone(page: Path, clone: Path, grounds: Grounds) -> list[str]:
    """Walk a page of a clone; the course's own files must stay as they were."""
    steps = read_page(page.read_text(encoding="utf-8"))
    before = tracked_changes(clone)
    shells = {
        Place.CLONE: lambda: open_shell(clone, environment(grounds.folder / f"home of {page.stem}")),
        Place.BUNDLE: lambda: open_shell(
            grounds.walked_bundle("3.11")[0], environment(grounds.folder / f"learner of {page.stem}")
        ),
    }
    failures = walk(steps, shells, clone, str(page.relative_to(clone)))
    if tracked_changes(clone) != before:
        failures.append(f"{page.name} leaves tracked files changed:\n{tracked_changes(clone)}")
    return failures


@IN_README_CLONE
def test_the_readme_in_a_fresh_clone(grounds):
    clone = grounds.clone("clone")
    report(walk_in_clone(clone / "README.md", clone, grounds))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.name, marks=ON_ITS_OWN if sets_up(page) else IN_README_CLONE)
        for page in PAGES
    ],
)
def test_a_page_of_docs(page, grounds):
    """A page that sets up the course gets its own clone; the others are for readers who have set it up."""
    if sets_up(page):
        clone = grounds.clone(f"clone-{page.stem}")
    else:
        clone = grounds.clone("clone")
        with open_shell(clone, environment(grounds.folder / f"set up for {page.name}")) as shell:
            status, printed = shell.run("make setup")
        assert status == 0, printed
    report(walk_in_clone(clone / "docs" / page.name, clone, grounds))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_bundle(version, grounds):
    _, failures = grounds.walked_bundle(version)
    report(failures)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_lesson_runs_in_the_bundle(version, grounds):
    folder, _ = grounds.walked_bundle(version)
    first = lessons(ROOT)[0].name
    notebook = folder / "lessons" / first / f"{first}.ipynb"
    with open_shell(folder, environment(grounds.folder / f"runs {version}")) as shell:
        for command in (
            '.venv/bin/python -c "import keras"',
            f'.venv/bin/jupyter execute --allow-errors --inplace "{notebook}"',
        ):
            status, printed = shell.run(command)
            assert status == 0, printed
    ran = nbformat.read(notebook, as_version=4)
    assert all(cell.execution_count for cell in ran.cells if cell.cell_type == "code" and cell.source.strip())
    for cell in ran.cells:
        errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        expected = "raises-exception" in cell.metadata.get("tags", ()) or cell.id.endswith("-grade")
        assert expected or not errors, errors
