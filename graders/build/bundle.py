"""`coursework bundle`: the folder that a learner gets."""

import argparse
import json
import runpy
import shutil
import string
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coursework.desk.service import NAME as SERVICE_FILE
from coursework.site import NAME as SITE_FILE
from coursework.site import site_address
from graders.build.cheatsheets import write_cheatsheets
from graders.build.layout import Lesson, find_root, lessons
from graders.build.lock import conda_environment, pins_of
from graders.build.release import extra_files
from graders.errors import CourseError

LEARNER_PACKAGES = (
    "tensorflow",
    "keras",
    "tensorboard",
    "numpy",
    "pandas",
    "matplotlib",
    "scikit-learn",
    "keras-tuner",
    "pydot",
    "graphviz-pure",
    "jupyterlab",
    "notebook",
    "ipykernel",
    "ipywidgets",
)
"""What lessons import and what opens them; their versions are those of the course's lock file."""

EXAMINER_PACKAGES = (
    *LEARNER_PACKAGES,
    "nbgrader",
    "nbclient",
    "nbconvert",
    "nbformat",
    "jupyter-client",
    "jupytext",
    "bleach",
    "latex2mathml",
    "mistune",
    "jinja2",
    "rapidfuzz",
    "psutil",
    "tqdm",
    "tornado",
    "sqlalchemy",
    "prometheus-client",
)
"""What the checks need as well, in a bundle for somebody who learns alone."""

_COMMANDS = 'graders = "graders.command:COMMANDS"\n'
_WARM_KERNELS = """
[project.entry-points."jupyter_client.kernel_provisioners"]
coursework-provisioner = "graders.kernels.provisioner:CourseworkProvisioner"
"""
_SHARED = """"graders/kernels/jupyter/kernels" = "share/jupyter/kernels"
"graders/kernels/jupyter/jupyter_server_config.json" = "etc/jupyter/jupyter_server_config.json"
"""


@dataclass(frozen=True)
class Kind:
    """What a bundle holds beside lessons, data and the learner's package.

    Args:
        packages: The distributions that it installs.
        checks: Whether it has the checks and the solutions.
        warm: Whether it has the warm kernels, which come from `graders/kernels`.
    """

    packages: tuple[str, ...] = LEARNER_PACKAGES
    checks: bool = False
    warm: bool = False


FOR_A_CLASS = Kind()
FOR_A_HUB = Kind((*LEARNER_PACKAGES, "nbgrader"), warm=True)
SELF_STUDY = Kind(EXAMINER_PACKAGES, checks=True, warm=True)
_FILES = Path(__file__).with_name("bundle_files")
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


EXAMPLE = "coursework bundle keras-course --zip"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework bundle`."""
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="a folder that does not exist yet, or is empty"
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--self-study",
        dest="kind",
        action="store_const",
        const=SELF_STUDY,
        default=FOR_A_CLASS,
        help="with checks and solutions, so that whoever learns alone gets verdicts while working",
    )
    kind.add_argument(
        "--hub",
        dest="kind",
        action="store_const",
        const=FOR_A_HUB,
        help="with warm kernels and nbgrader's list of assignments, for a JupyterHub; no checks",
    )
    parser.add_argument("--service", metavar="ADDRESS", help="the class's check service, https://…")
    parser.add_argument("--zip", action="store_true", help="write DIR.zip as well")


def run(args: argparse.Namespace) -> int:
    """Write the bundle and say where.

    Returns:
        0.
    """
    root = find_root()
    if args.service and not args.service.startswith(("https://", "http://")):
        raise CourseError(f"{args.service} is no address of a check service: it begins with https://.")
    files = make_bundle(root, args.folder, args.kind, service=args.service)
    size = sum(path.stat().st_size for path in files)
    print(f"{args.folder}: {len(lessons(root))} lessons, {len(files)} files, {size / 1e6:.1f} MB")
    if args.zip:
        archive = zip_bundle(args.folder)
        print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB")
    return 0


def make_bundle(
    root: Path, folder: Path, kind: Kind = FOR_A_CLASS, *, service: str | None = None
) -> list[Path]:
    """Write what a learner gets: lessons, data, the learner's package, environment, a README and licences.

    Nothing is left behind when it fails.

    Args:
        root: Top folder of the course.
        folder: Where to; it must not exist yet, or be empty.
        kind: What it holds beside them.
        service: Address of the class's check service.

    Returns:
        The files written, sorted.

    Raises:
        CourseError: The folder holds something or cannot be written, a lesson is not built, data is damaged,
            or `site.json` names no address.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is not empty: name a folder that does not exist yet.")
    site, taken = site_address(root), lessons(root)
    if not taken:
        raise CourseError("There is no lesson to bundle: write one in solutions/ and run `coursework build`.")
    for lesson in taken:
        if not lesson.release.is_file():
            raise CourseError(
                f"{lesson.release.relative_to(root)} is missing: run `coursework build {lesson.name}` first."
            )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
            made = Path(name) / folder.name
            made.mkdir()
            _write_lessons(taken, made)
            _write_data(root / "data", made / "data")
            _write_package(root, made, kind)
            _write_environment(root, made, kind.packages)
            _write_readme(taken, made, "alone.md" if kind.checks else "class.md" if service else "")
            write_cheatsheets(root, made / "cheatsheets")
            if kind.checks:
                _write_examiner(root, taken, made)
            elif kind.warm:
                _write_kernels(root, made)
            for address, file in ((service, SERVICE_FILE), (site, SITE_FILE)):
                if address:
                    text = json.dumps({"address": address}) + "\n"
                    (made / file).write_text(text, encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except OSError as error:
        raise CourseError(
            f"The bundle cannot be written to {folder} ({error.strerror}): name a folder you may write to."
        ) from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def zip_bundle(folder: Path) -> Path:
    """Pack a bundle into one file; the same bundle gives the same bytes.

    Args:
        folder: The bundle.

    Returns:
        The archive, beside the folder.

    Raises:
        CourseError: It cannot be written.
    """
    folder = folder.absolute()
    archive = folder.with_name(f"{folder.name}.zip")
    try:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(str(path.relative_to(folder.parent)), _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (path.stat().st_mode & 0o777) << 16
                packed.writestr(entry, path.read_bytes())
    except OSError as error:
        raise CourseError(f"{archive} cannot be written ({error.strerror}).") from error
    return archive


def _read_release(lesson: Lesson) -> dict:
    try:
        return json.loads(lesson.release.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CourseError(
            f"{lesson.release.relative_to(lesson.root)} is no notebook: run `coursework build {lesson.name}`."
        ) from error


def _write_lessons(taken: list[Lesson], folder: Path) -> None:
    for lesson in taken:
        notebook = _read_release(lesson)
        notebook["metadata"].pop("coursework", None)
        target = folder / "lessons" / lesson.name
        target.mkdir(parents=True)
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        (target / lesson.release.name).write_text(text + "\n", encoding="utf-8")
        for path in extra_files(lesson):
            copied = target / path.relative_to(lesson.solution.parent)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)


def _write_data(data: Path, folder: Path) -> None:
    """Copy the sets that the manifest names, with cards, licences and the checker, but not their makers."""
    wrong = runpy.run_path(str(data / "check.py"))["check"](data)
    if wrong:
        raise CourseError(f"The data is not what the course ships: {wrong[0]}")
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    wanted = [data / "manifest.json", data / "check.py"]
    wanted += [data / file for files in manifest.values() for file in files]
    wanted += [data / "README.md", *data.glob("*/*.md"), *data.glob("*/LICENSE*"), *data.glob("*/NOTICE*")]
    for path in sorted(set(wanted)):
        target = folder / path.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _write_package(root: Path, folder: Path, kind: Kind) -> None:
    """Copy what runs beside a learner's code, with a project file of its own to install it by."""
    shutil.copytree(
        root / "coursework",
        folder / "coursework",
        ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*"),
    )
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges: dict[str, str] = {
        canonicalize_name(Requirement(text).name): text for text in project["dependencies"]
    }
    pins = pins_of(["hatchling"], (root / "requirements.txt").read_text(encoding="utf-8"))
    template = string.Template((_FILES / "pyproject.toml.in").read_text(encoding="utf-8"))
    text = template.substitute(
        builder=pins[0],
        version=project["version"],
        python=project["requires-python"],
        dependencies="\n".join(f'    "{ranges[name]}",' for name in kind.packages),
        entries=(_COMMANDS if kind.checks else "") + (_WARM_KERNELS if kind.warm else ""),
        packages='"coursework", "graders"' if kind.warm else '"coursework"',
        shared=_SHARED if kind.warm else "",
    )
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def _write_examiner(root: Path, taken: list[Lesson], folder: Path) -> None:
    """Copy the checks, and the solutions that a fresh run and `%solution` need."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
    shutil.copytree(root / "graders", folder / "graders", ignore=ignored)
    for lesson in taken:
        shutil.copytree(lesson.solution.parent, folder / "solutions" / lesson.name, ignore=ignored)
        shutil.copyfile(lesson.source, folder / "solutions" / lesson.source.name)
    shutil.copytree(root / "solutions" / "answers", folder / "solutions" / "answers", ignore=ignored)
    shutil.copyfile(root / "nbgrader_config.py", folder / "nbgrader_config.py")


def _write_kernels(root: Path, folder: Path) -> None:
    """Copy the warm kernels, which know nothing of lessons; the rest of `graders` stays at home."""
    (folder / "graders").mkdir()
    shutil.copyfile(root / "graders" / "__init__.py", folder / "graders" / "__init__.py")
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
    shutil.copytree(root / "graders" / "kernels", folder / "graders" / "kernels", ignore=ignored)


def _write_environment(root: Path, folder: Path, packages: tuple[str, ...]) -> None:
    pins = pins_of(packages, (root / "requirements.txt").read_text(encoding="utf-8"))
    (folder / "requirements.txt").write_text("\n".join(["--editable .", *pins, ""]), encoding="utf-8")
    (folder / "environment.yml").write_text(conda_environment(pins), encoding="utf-8")
    for licence in ("LICENSE", "LICENSE-TEXTS"):
        shutil.copyfile(root / licence, folder / licence)
    (folder / ".vscode").mkdir()
    for path in (root / ".vscode").glob("*.json"):
        shutil.copyfile(path, folder / ".vscode" / path.name)


def _write_readme(taken: list[Lesson], folder: Path, about: str) -> None:
    """Write the bundle's page, with what a file says about verdicts."""
    rows = [
        f"| {title(lesson)} | [{lesson.name}.ipynb](lessons/{lesson.name}/{lesson.name}.ipynb) |"
        for lesson in taken
    ]
    template = string.Template((_FILES / "README.md").read_text(encoding="utf-8"))
    verdicts = (_FILES / about).read_text(encoding="utf-8") if about else ""
    text = template.substitute(lessons="\n".join(rows), first=taken[0].name, verdicts=verdicts)
    (folder / "README.md").write_text(text, encoding="utf-8")


def title(lesson: Lesson) -> str:
    """Give a lesson's title: the first heading of its released notebook, or its name when it has none."""
    notebook = _read_release(lesson)
    for cell in notebook["cells"]:
        for line in "".join(cell["source"]).splitlines() if cell["cell_type"] == "markdown" else ():
            if line.startswith("# "):
                return line[2:].strip()
    return lesson.name
