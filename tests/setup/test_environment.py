"""The set-up: one set of versions for pip and conda, and the programs that lessons need."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from promised import PYTHONS, SYSTEMS, versions_for

from graders.build.lock import environment, pinned_versions

ROOT = Path(__file__).resolve().parents[2]


def test_environment_yml_is_what_the_lock_gives():
    expected = environment((ROOT / "pyproject.toml").read_text(), (ROOT / "requirements.txt").read_text())
    assert (ROOT / "environment.yml").read_text() == expected, "run `make lock`"


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_conda_and_pip_pin_the_same_versions_on_every_python_and_system(python, system):
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    course, *pins = conda[-1]["pip"]
    assert course == "--editable ."
    locked = versions_for((ROOT / "requirements.txt").read_text().splitlines(), python, system)
    pinned = versions_for(pins, python, system)
    assert len(pinned) > 20
    assert pinned == {name: locked[name] for name in pinned}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert pinned.keys() == {canonicalize_name(Requirement(text).name) for text in asked}
    assert SpecifierSet(project["requires-python"]).contains(python)


def test_a_pin_without_its_marker_is_noticed():
    lines = ["numpy==2.4.6", "numpy==2.5.5 ; python_full_version >= '3.12'"]
    assert versions_for(lines, "3.11.4", SYSTEMS["linux"]) == {"numpy": "2.4.6"}
    with pytest.raises(AssertionError, match="pinned twice"):
        versions_for(lines, "3.12.4", SYSTEMS["linux"])


def test_lock_carries_a_hash_for_every_version_and_no_address():
    text = (ROOT / "requirements.txt").read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n" + text.split("\n", 1)[1])
    pinned = [entry for entry in entries if "==" in entry]
    assert len(pinned) > 100
    assert [entry.split(" ")[0] for entry in pinned if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "://" not in (ROOT / "environment.yml").read_text()


HUB = ROOT / "deploy" / "jupyterhub"


@pytest.mark.parametrize("system", ["linux", "linux-arm"])
@pytest.mark.parametrize("python", PYTHONS)
def test_a_hub_and_the_course_fit_into_one_environment(python, system):
    lines = (HUB / "requirements.txt").read_text().splitlines()
    hub = versions_for(lines, python, SYSTEMS[system])
    course = versions_for((ROOT / "requirements.txt").read_text().splitlines(), python, SYSTEMS[system])
    assert "jupyterhub" in hub
    both = hub.keys() & course.keys()
    assert len(both) > 30
    assert {name: hub[name] for name in both} == {name: course[name] for name in both}


@pytest.mark.parametrize("folder", ["deploy/jupyterhub", "tests/browser"])
def test_what_only_some_need_is_locked_by_hashes_and_names_no_address(folder):
    requirements = (ROOT / folder / "requirements.txt").read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n" + requirements.split("\n", 1)[1])
    pinned = [entry for entry in entries if "==" in entry]
    assert pinned and all("--hash=sha256:" in entry for entry in pinned)
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages and all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "://" not in requirements + json.dumps(lock)
    asked = json.loads((ROOT / folder / "package.json").read_text())["dependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_what_runs_here_is_what_the_lock_pins():
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    locked = pinned_versions((ROOT / "requirements.txt").read_text(), python)
    for name in ("tensorflow", "keras", "nbgrader", "nbval", "numpy", "scikit-learn", "matplotlib"):
        assert version(name) == locked[name]


def test_plot_model_writes_a_picture(tmp_path):
    code = (
        "import sys\n"
        "from coursework.lesson import find_programs\n"
        "find_programs()\n"
        "import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"
        "keras.utils.plot_model(model, sys.argv[1], show_shapes=True)\n"
    )
    picture = tmp_path / "model.png"
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code, picture], check=True, timeout=300, env=environ)
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    assert width > 100
    assert height > 100


def test_tensorboard_and_nbgrader_extensions_are_there():
    jupyter = Path(sys.executable).parent / "jupyter"
    listed = subprocess.run(
        [jupyter, "labextension", "list"], capture_output=True, text=True, timeout=300, check=True
    )
    assert re.search(r"@jupyter/nbgrader v[\d.]+.*enabled", listed.stderr + listed.stdout)
    assert version("tensorboard")
    board = Path(sys.executable).parent / "tensorboard"
    told = subprocess.run([board, "--version"], capture_output=True, text=True, timeout=300, check=True)
    assert version("tensorboard") in told.stdout
