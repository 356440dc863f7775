"""Check that the course's data files are all there and undamaged: `python data/check.py`.

Needs the standard library alone and no network. In a program, call `check(folder)`.
"""

import hashlib
import json
import sys
from pathlib import Path

MANIFEST = "manifest.json"


def _advice(folder: Path, set_name: str, file: str) -> str:
    maker = folder / "make" / f"{set_name}.py"
    again = f", or run `python {maker}`" if maker.exists() else ""
    return f"restore it with `git checkout -- {folder / file}` or from a fresh copy of the course{again}."


def _problem(path: Path, bytes_expected: int, hash_expected: str) -> str | None:
    """Say what is wrong with one file, or None when it is the shipped one."""
    if not path.exists():
        return f"is missing (expected {bytes_expected} bytes)"
    if not path.is_file():
        return "is not a file"
    bytes_found = path.stat().st_size
    try:
        with path.open("rb") as file:
            hash_found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if hash_found == hash_expected:
        return None
    size = "" if bytes_found == bytes_expected else f" (expected {bytes_expected} bytes, found {bytes_found})"
    return f"is damaged{size}: expected SHA-256 {hash_expected}, found {hash_found}"


def check(folder: Path) -> list[str]:
    """Compare the files in the data folder `folder` with its manifest.

    Returns one sentence a problem, naming the file, what was expected and found, and what to do; an empty
    list when every file is the one shipped.
    """
    folder = Path(folder)
    manifest = folder / MANIFEST
    try:
        sets = json.loads(manifest.read_text("utf-8"))
        expected = [
            (set_name, file, facts["bytes"], facts["sha256"])
            for set_name, files in sets.items()
            for file, facts in files.items()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [
            f"{manifest} cannot be read ({type(error).__name__}), so no data file can be checked: "
            f"restore it with `git checkout -- {manifest}` or from a fresh copy of the course."
        ]
    if not expected:
        return [f"{manifest} lists no files: restore it from a fresh copy of the course."]
    problems = []
    for set_name, file, size, digest in expected:
        problem = _problem(folder / file, size, digest)
        if problem:
            problems.append(f"{folder / file} {problem}; {_advice(folder, set_name, file)}")
    return problems


def main() -> int:
    """Check the folder this program is in; print each problem; return the exit status."""
    folder = Path(__file__).resolve().parent
    problems = check(folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"All data files in {folder} are there and undamaged.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
