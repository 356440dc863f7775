"""The learner's doctor: what is missing is named, with the command that mends it."""

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from coursework import doctor
from coursework.data import VARIABLE
from coursework.doctor import Finding
from coursework.lesson import PROGRAMS

OWN_DOT = "the course brings a `dot` of its own"


def finding(name: str) -> Finding:
    return next(found for found in doctor.examine() if found.name.startswith(name))


def test_here_everything_is_in_place():
    findings = doctor.examine()
    assert [str(found).partition(" ")[0] for found in findings] == ["yes"] * 8
    assert doctor.all_needed(findings)
    assert doctor.verdict(findings) == "Everything that a lesson needs is in place."
    assert f"keras {importlib.metadata.version('keras')}" in finding("packages").value


def test_the_table_says_what_mends_what_is_missing():
    printed = doctor.table(
        [
            Finding("data", "here", True, True),
            Finding("dot", "not found", False, True, "run this"),
            Finding("system", "Linux"),
        ]
    )
    assert printed.splitlines() == [
        "yes data    here",
        "NO  dot     not found",
        "            → run this",
        "    system  Linux",
    ]


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_another_python(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    found = finding("Python")
    assert not found.good and found.needed
    assert found.mend == "set the course up with a Python from 3.11 to 3.13, as its README says"


def test_packages_missing_or_of_another_version(monkeypatch):
    asked = ["keras>=99", "no-such-package", "numpy", "pywin32; sys_platform == 'never'", "x; extra == 'dev'"]
    own = SimpleNamespace(dist=SimpleNamespace(requires=asked))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [own])
    found = finding("packages")
    version = importlib.metadata.version("keras")
    assert found.value == f"keras is {version}, and >=99 is needed, no-such-package is not installed"
    assert not found.good and found.needed and found.mend


def test_the_courses_own_package_is_not_installed(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [])
    found = finding("packages")
    assert found.value == "the course's own is not installed"
    assert found.mend.endswith("-m pip install --editable .")


def test_the_command_that_installs_is_that_of_the_folder(monkeypatch, tmp_path):
    pip = f"{sys.executable} -m pip install -r requirements.txt"
    monkeypatch.setattr(doctor, "_FOLDER", tmp_path)
    assert doctor._install_command() == f"in {tmp_path}: {pip}"
    # An environment of conda's in the course's own folder is not what make sets up.
    (tmp_path / "Makefile").touch()
    assert doctor._install_command() == f"in {tmp_path}: {pip}"
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    assert doctor._install_command() == f"in {tmp_path}: make --always-make setup"


def test_the_courses_own_command_installs_where_set_up_is_done(monkeypatch):
    """Plain `make setup` has nothing to do then, whatever is missing."""
    root = Path(doctor.__file__).parents[1]
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    command = doctor._install_command().removeprefix(f"in {root}: ")
    done = subprocess.run(
        [*command.split(), "--dry-run"], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert "-m pip install" in done.stdout
    assert "-r requirements.txt" in done.stdout


def test_without_the_package_that_reads_versions(monkeypatch):
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    found = finding("packages")
    assert (found.value, found.good, found.needed) == ("packaging is not installed", False, True)
    assert found.mend == doctor._install_command()


def test_another_backend_of_keras(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    found = finding("Keras")
    assert (found.good, found.value) == (False, "jax")
    assert "unset the environment variable KERAS_BACKEND" in found.mend


@pytest.mark.parametrize("program", [None, "/usr/bin/python3-of-another-environment"])
def test_a_kernel_that_jupyter_does_not_know_or_of_another_python(monkeypatch, tmp_path, program):
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": [program or "python"], "display_name": "Python 3", "language": "python"}
    if program is None:
        spec["metadata"] = {"kernel_provisioner": {"provisioner_name": "of-no-package"}}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    found = finding("kernel")
    assert (found.good, found.needed) == (False, True)
    assert found.mend == f"{sys.executable} -m ipykernel install --sys-prefix"
    assert ("Jupyter has no kernel python3" in found.value) == (program is None)


def test_data_missing_or_damaged(monkeypatch, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv(VARIABLE, str(data))
    assert finding("data").value == "the course's data folder was not found"
    assert f"{VARIABLE} names {data}" in finding("data").mend
    (data / "manifest.json").write_text(json.dumps({"a": {"a.csv": {"bytes": 1, "sha256": "0"}}}))
    assert "check.py cannot be read" in finding("data").value
    shutil.copy(Path(doctor.__file__).parents[1] / "data" / "check.py", data)
    found = finding("data")
    assert found.value == f"{data / 'a.csv'} is missing (expected 1 bytes)"
    assert "from a fresh copy of the course" in found.mend


@pytest.mark.parametrize(
    ("script", "value"), [("exit 1", "draws nothing"), ("exit 0", "draws nothing"), (None, "not found")]
)
def test_a_dot_that_draws_nothing_or_is_not_there(monkeypatch, tmp_path, script, value):
    program = tmp_path / "dot"
    if script:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program) if script and name == "dot" else None)
    found = finding("dot")
    assert (found.good, found.needed) == (False, True)
    assert found.value.endswith(value)
    tensorboard = finding("tensorboard")
    assert tensorboard.good is False
    # The package is there, so that installing what is missing would do nothing.
    assert re.fullmatch(
        r".* -m pip install --force-reinstall --no-deps tensorboard==[\d.]+", tensorboard.mend
    )
    fresh = f"take {PROGRAMS / 'dot'} from a fresh copy of the course"
    assert found.mend == (f"repair this Graphviz, or take it off the PATH: {OWN_DOT}" if script else fresh)


def test_the_courses_dot_without_the_program_that_draws(monkeypatch, tmp_path):
    own = tmp_path / "programs" / "dot"
    own.parent.mkdir()
    own.write_text("#!/bin/sh\nexit 127\n")
    own.chmod(0o755)
    monkeypatch.setattr(doctor, "PROGRAMS", own.parent)
    monkeypatch.setattr(shutil, "which", lambda name: str(own))
    assert "-m pip install --force-reinstall --no-deps graphviz-pure==" in finding("dot").mend

    def not_installed(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", not_installed)
    assert finding("dot").mend == doctor._install_command()


def test_little_room_is_told_and_stops_nobody(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=2**29))
    found = finding("disk")
    assert str(found).startswith("NO  disk space: 0.5 GiB free in ")
    assert doctor.all_needed(doctor.examine())


def test_the_command_ends_with_1_when_something_needed_is_missing(tmp_path):
    """The learner's own doctor, as a bundle has it: without `graders`."""
    code = "import argparse, sys, coursework.doctor as d; sys.exit(d.run(argparse.Namespace()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), VARIABLE: str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("NO")] == ["data"]
    assert lines[-1] == "To be mended, each with what stands after its arrow: data."


def test_it_needs_nothing_of_unix(tmp_path):
    """As far as that can be shown here: modules and calls that Windows lacks are not there for the course."""
    code = (
        "import os, socket, sys\n"
        "import jupyter_client\n"
        "for name in ('fcntl', 'grp', 'pwd', 'resource', 'termios'): sys.modules[name] = None\n"
        "for name in ('fork', 'getuid', 'geteuid', 'pidfd_open'): vars(os).pop(name, None)\n"
        "del socket.AF_UNIX\n"
        "import argparse, coursework.doctor as d; sys.exit(d.run(argparse.Namespace()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "Everything that a lesson needs is in place."
