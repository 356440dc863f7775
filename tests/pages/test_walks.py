"""Every page's commands, typed as they stand, in a fresh clone and in a fresh bundle: `make test-pages`.

Pages that set up environments install packages anew, which takes minutes: `make test` leaves this folder out.
"""

import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
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
PAGES = sorted((ROOT / "docs").glob("*.md"))


class Grounds:
    """The clones and bundles of one run, each made when it is first asked for.

    Args:
        folder: Where they are made.
        versions: The Python versions whose bundles are walked beside the clones: installing packages takes
            one core, and mostly waits for the disk.
    """

    def __init__(self, folder: Path, versions: set[str]):
        self.folder = folder
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._bundles = {
            version: self._beside.submit(self._walk_bundle, version)
            for version in sorted(versions)
            if version in FOUND
        }

    def clone(self, name: str) -> Path:
        """Give a clone; the same one for the same name."""
        folder = self.folder / name
        return folder if folder.exists() else make_clone(folder)

    def walked_bundle(self, version: str) -> tuple[Path, list[str]]:
        """Give a bundle whose README was walked with a Python, and what failed there."""
        if version not in FOUND:
            pytest.skip(f"there is no Python {version} on this machine")
        if version not in self._bundles:
            self._bundles[version] = self._beside.submit(self._walk_bundle, version)
        return self._bundles[version].result()

    def _walk_bundle(self, version: str) -> tuple[Path, list[str]]:
        folder = make_bundle(self.folder / f"bundle {version}")
        steps = read_page((folder / "README.md").read_text(encoding="utf-8"), Place.BUNDLE)
        assert any(isinstance(step, Console) and not step.not_run for step in steps)
        home = self.folder / f"learner {version}"
        environ = environment(home, FOUND[version])
        allow_superuser(home)
        shells = {Place.BUNDLE: lambda: open_shell(folder, environ)}
        return folder, walk(steps, shells, folder, "README.md of the bundle")

    def close(self) -> None:
        """Wait for what still walks, and start nothing more."""
        self._beside.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def grounds(request):
    chosen = (getattr(item, "callspec", None) for item in request.session.items)
    versions = {call.params["version"] for call in chosen if call and "version" in call.params}
    grounds = Grounds(Path(tempfile.mkdtemp(prefix="pages-")), versions)
    yield grounds
    grounds.close()
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


def test_the_readme_in_a_fresh_clone(grounds):
    clone = grounds.clone("clone")
    report(walk_in_clone(clone / "README.md", clone, grounds))


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_of_docs(page, grounds):
    """A page that sets up the course gets its own clone; the others are for readers who have set it up."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    typed = [
        command.text
        for step in read_page(text)
        if isinstance(step, Console) and not step.not_run
        for command in step.commands
    ]
    if not typed:
        pytest.skip("this page asks for no command")
    if any(command.split("#")[0].split() == ["make", "setup"] for command in typed):
        clone = grounds.clone(f"clone-{Path(page).stem}")
    else:
        clone = grounds.clone("clone")
        with open_shell(clone, environment(grounds.folder / f"set up for {page}")) as shell:
            status, printed = shell.run("make setup")
        assert status == 0, printed
    report(walk_in_clone(clone / "docs" / page, clone, grounds))


@pytest.mark.parametrize("version", ["3.11", OTHER])
def test_the_bundle(version, grounds):
    _, failures = grounds.walked_bundle(version)
    report(failures)


@pytest.mark.parametrize("version", ["3.11", OTHER])
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
