"""`make release`: what a release consists of, in `dist/`; one checkout and one site give the same bytes.

Two bundles (for a class, and with checks for whoever learns alone), the site, the learner's package as a
wheel, what changed, and the checksums of all.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from graders.build.bundle import SELF_STUDY, make_bundle, zip_bundle
from graders.build.layout import find_root
from graders.errors import CourseError

CHECKSUMS = "SHA256SUMS"
CHANGES = "CHANGES.md"
_EPOCH = "946684800"
"""The time in the wheel's archive, as in the bundles': 1 January 2000."""


def newest_changes(changelog: str, version: str) -> str:
    """Give the newest section of the page of changes, which is to be that of a release.

    Args:
        changelog: The page.
        version: The release's number.

    Returns:
        The section, with its heading.

    Raises:
        CourseError: There is none, or it is of another version.
    """
    found = re.search(r"^## (.*?)$.*?(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found:
        raise CourseError("CHANGELOG.md has no section: write what is new under a heading `## VERSION`.")
    if found[1] != version:
        raise CourseError(
            f"CHANGELOG.md's newest section is “{found[1]}”, and pyproject.toml has version {version}: give "
            "both the number of this release."
        )
    return found[0].rstrip() + "\n"


def write_release(root: Path, site: Path, folder: Path) -> list[Path]:
    """Write a release.

    Args:
        root: Top folder of the course.
        site: The site as it was built.
        folder: Where to; what is there is replaced.

    Returns:
        The files, in the order of the alphabet, checksums among them.

    Raises:
        CourseError: A part cannot be made, or the folder cannot be written.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    if not (site / "index.html").is_file():
        raise CourseError(f"{site} holds no site: run `make site` first.")
    changes = newest_changes((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    # What a file's mode is in the archives must not hang on whoever runs this.
    before = os.umask(0o022)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            made = Path(temporary)
            for_class = made / f"{name}-{version}"
            alone = made / f"{name}-self-study-{version}"
            pages = made / f"{name}-site-{version}"
            make_bundle(root, for_class)
            make_bundle(root, alone, SELF_STUDY)
            shutil.copytree(site, pages)
            archives = [zip_bundle(each) for each in (for_class, alone, pages)]
            archives.append(_wheel(for_class, made))
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for archive in archives:
                shutil.move(archive, folder / archive.name)
        (folder / CHANGES).write_text(changes, encoding="utf-8")
        files = sorted(folder.iterdir())
        sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
        (folder / CHECKSUMS).write_text("".join(sums), encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}): make it writable.") from error
    finally:
        os.umask(before)
    return sorted(folder.iterdir())


def _wheel(bundle: Path, folder: Path) -> Path:
    """Build the learner's package from a bundle, whose project file describes it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(
        command, cwd=bundle, env={**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}, capture_output=True, text=True
    )
    if done.returncode:
        raise CourseError(f"The wheel cannot be built: {done.stderr.strip().splitlines()[-1]}")
    return next(folder.glob("*.whl"))


def uncommitted(root: Path) -> str:
    """Name what differs from the commit, so that a release could not be made again from it.

    Args:
        root: Top folder of the course.

    Returns:
        The first file that differs, or nothing.

    Raises:
        CourseError: This is no clone.
    """
    done = subprocess.run(["git", "-C", root, "status", "--porcelain"], capture_output=True, text=True)
    if done.returncode:
        raise CourseError(f"{root} is no clone: a release is made from a commit.")
    return done.stdout[3:].partition("\n")[0]


def main() -> int:
    """Write `dist/` and say what is in it.

    Returns:
        0, or 1 when it could not.
    """
    try:
        root = find_root()
        if sys.argv[1:] == ["--check"]:
            if differs := uncommitted(root):
                raise CourseError(f"{differs} is not committed: a release is made from a commit.")
            return 0
        for file in write_release(root, root / "site", root / "dist"):
            print(f"wrote {file.relative_to(root)}: {file.stat().st_size / 1e6:.1f} MB")
    except CourseError as error:
        print(f"make release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
