"""`coursework doctor`: whether everything that a lesson needs is in place, and what mends what is not."""

import argparse
import importlib.metadata
import os
import platform
import runpy
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coursework.command import GROUP
from coursework.data import data_folder
from coursework.errors import CourseError
from coursework.lesson import PROGRAMS, find_programs

PYTHONS = ((3, 11), (3, 13))
"""The oldest and the newest Python that the course runs on."""
KERNEL = "python3"
"""The kernel that lessons ask for."""
LEAST_DISK = 2**30
"""Free bytes below which a lesson that saves models may fail."""
_FOLDER = Path(__file__).resolve().parents[1]
_WIDTH = 100


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        value: what was found, in a few words.
        good: whether that is as it should be, or `None` where it makes no difference.
        needed: whether nothing works without it.
        mend: where it is not good, what to do: a command, or a few words.
    """

    name: str
    value: str
    good: bool | None = None
    needed: bool = False
    mend: str | None = None

    def __str__(self) -> str:
        """Say `yes` and the name, or `NO`, what was found and what mends it."""
        if self.good is not False:
            return f"yes {self.name}"
        return f"NO  {self.name}: {self.value}" + (f" → {self.mend}" if self.mend else "")


def examine() -> list[Finding]:
    """Look at this Python and this machine.

    Returns:
        The findings, in the order in which they are to be read: what comes first may be why a later thing
        is missing.
    """
    return [_python(), _packages(), _backend(), _kernel(), _data(), _dot(), _tensorboard(), _disk()]


def table(findings: Iterable[Finding]) -> str:
    """Write findings as aligned lines.

    Args:
        findings: The findings.

    Returns:
        Lines that begin with `yes`, with `NO`, or with neither where it makes no difference; under a `NO`,
        what mends it.
    """
    findings = list(findings)
    width = max((len(finding.name) for finding in findings), default=0)
    marks = {True: "yes", False: "NO ", None: "   "}
    indent = " " * (width + 6)
    lines = []
    for finding in findings:
        head = f"{marks[finding.good]} {finding.name:<{width}}  "
        # A path is longer than a line at times: it is copied, so it stays whole.
        lines += textwrap.wrap(
            finding.value, _WIDTH, initial_indent=head, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        if finding.good is False and finding.mend:
            lines.append(f"{indent}→ {finding.mend}")
    return "\n".join(lines)


EXAMPLE = "coursework doctor"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`coursework doctor` takes no arguments."""


def run(args: argparse.Namespace) -> int:
    """Print what was found, and whether lessons work here.

    Args:
        args: Not used.

    Returns:
        0 when nothing that lessons need is missing, else 1.
    """
    findings = examine()
    print(table(findings))
    print(verdict(findings))
    return int(not all_needed(findings))


def all_needed(findings: Iterable[Finding]) -> bool:
    """Say whether nothing is missing that is needed."""
    return not any(finding.needed and finding.good is False for finding in findings)


def verdict(findings: Iterable[Finding]) -> str:
    """Say in one sentence whether lessons work here.

    Args:
        findings: What `examine` found.

    Returns:
        The sentence.
    """
    missing = [finding.name for finding in findings if finding.needed and finding.good is False]
    if not missing:
        return "Everything that a lesson needs is in place."
    return f"To be mended, each with what stands after its arrow: {', '.join(missing)}."


def _python() -> Finding:
    oldest, newest = PYTHONS
    promised = " to ".join(f"{major}.{minor}" for major, minor in PYTHONS)
    good = oldest <= sys.version_info[:2] <= newest
    mend = f"set the course up with a Python from {promised}, as its README says"
    return Finding(f"Python {promised}", f"{platform.python_version()}, {sys.executable}", good, True, mend)


def _packages() -> Finding:
    """Compare what is installed with what the course's own distribution asks for."""
    try:
        from packaging.requirements import Requirement
    except ModuleNotFoundError:
        return Finding("packages", "packaging is not installed", False, True, _install_command())
    own = next((entry.dist for entry in importlib.metadata.entry_points(group=GROUP) if entry.dist), None)
    if own is None:
        mend = f"in {_FOLDER}: {_in_this_python('-m pip install --editable .')}"
        return Finding("packages", "the course's own is not installed", False, True, mend)
    found, wrong = [], []
    for text in own.requires or ():
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is not installed")
            continue
        found.append(f"{requirement.name} {version}")
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} is {version}, and {requirement.specifier} is needed")
    return Finding("packages", ", ".join(wrong or found), not wrong, True, _install_command())


def _backend() -> Finding:
    asked = os.environ.get("KERAS_BACKEND", "tensorflow")
    mend = "unset the environment variable KERAS_BACKEND, and restart the kernel"
    return Finding("Keras computes with TensorFlow", asked, asked == "tensorflow", True, mend)


def _kernel() -> Finding:
    """See whether the kernel that lessons ask for is one of this Python's."""
    mend = _in_this_python("-m ipykernel install --sys-prefix")
    try:
        from jupyter_client import KernelManager

        program = KernelManager(kernel_name=KERNEL).format_kernel_cmd()[0]
    except (ImportError, OSError, KeyError, ValueError) as error:
        # NoSuchKernel is a KeyError.
        return Finding("kernel", f"Jupyter has no kernel {KERNEL} ({error})", False, True, mend)
    good = _same_environment(program)
    return Finding("kernel", f"{KERNEL}, {program}", good, True, mend)


def _same_environment(program: str) -> bool:
    """Compare folders, not what links lead to: every environment links to the same base Python."""
    found = shutil.which(program)
    return found is not None and Path(found).absolute().parent == Path(sys.executable).absolute().parent


def _data() -> Finding:
    """Have the course's own checker look at its data."""
    try:
        data = data_folder()
    except CourseError as error:
        return Finding("data", "the course's data folder was not found", False, True, str(error))
    try:
        problems = runpy.run_path(str(data / "check.py"))["check"](data)
    except OSError as error:
        mend = "take it from a fresh copy of the course"
        return Finding("data", f"{data / 'check.py'} cannot be read ({error.strerror})", False, True, mend)
    if problems:
        what, _, mend = problems[0].rpartition("; ")
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        return Finding("data", (what or problems[0]) + more, False, True, mend or None)
    return Finding("data", f"{data}, undamaged", True, True)


def _dot() -> Finding:
    """Have `dot` draw a graph: the course's own stands in a folder that is always there."""
    name = "dot, which draws models"
    find_programs()
    program = shutil.which("dot")
    if program is None:
        mend = f"take {PROGRAMS / 'dot'} from a fresh copy of the course"
        return Finding(name, "not found", False, True, mend if os.name != "nt" else "conda install graphviz")
    mend = "repair this Graphviz, or take it off the PATH: the course brings a `dot` of its own"
    if Path(program).parent == PROGRAMS:
        mend = _restore_command("graphviz-pure")
    try:
        drawn = subprocess.run(
            [program, "-Tsvg"], input="digraph { a -> b }", capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(name, f"{program} does not run ({type(error).__name__})", False, True, mend)
    if drawn.returncode or "<svg" not in drawn.stdout:
        return Finding(name, f"{program} draws nothing", False, True, mend)
    return Finding(name, program, True, True)


def _tensorboard() -> Finding:
    find_programs()
    program = shutil.which("tensorboard")
    mend = _restore_command("tensorboard")
    return Finding("tensorboard", program or "not found", program is not None, True, mend)


def _disk() -> Finding:
    """Look where a lesson writes: the folder for temporary files."""
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    value = f"{free / 2**30:.1f} GiB free in {folder}"
    least = f"{LEAST_DISK / 2**30:g} GiB"
    return Finding("disk space", value, free >= LEAST_DISK, False, f"make room: lessons may need {least}")


def _install_command() -> str:
    """Name the command that installs what is missing: that of the folder the course was installed from."""
    if (_FOLDER / "Makefile").is_file() and Path(sys.prefix) == _FOLDER / ".venv":
        # make alone takes an environment that was set up once for one that is set up.
        return f"in {_FOLDER}: make --always-make setup"
    return f"in {_FOLDER}: {_in_this_python('-m pip install -r requirements.txt')}"


def _restore_command(package: str) -> str:
    """Name the command that brings back the program of a package, which may be installed without it."""
    try:
        version = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return _install_command()
    return _in_this_python(f"-m pip install --force-reinstall --no-deps {package}=={version}")


def _in_this_python(arguments: str) -> str:
    return f"{sys.executable} {arguments}"
