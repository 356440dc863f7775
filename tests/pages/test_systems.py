"""What conda's and a bundle's pip would install on each system: solved, from wheels alone, not installed.

conda's own part (Python, pip, Graphviz) needs conda's channels and is not tried.
"""

import subprocess
import sys

import pytest
import yaml
from page_grounds import ROOT

SYSTEMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
)
INTEL_MAC = "x86_64-apple-darwin"


@pytest.fixture(scope="module")
def solve(tmp_path_factory):
    """Solves pip's part of `environment.yml` for a system."""
    folder = tmp_path_factory.mktemp("solved")
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    course, *pins = environment[-1]["pip"]
    assert course == "--editable ."
    python = next(each.partition("=")[2] for each in environment if str(each).startswith("python="))
    (folder / "pins.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", folder / "uv"], check=True)
    subprocess.run([folder / "uv" / "bin" / "python", "-m", "pip", "install", "-q", "uv"], check=True)

    def solved(system):
        command = [folder / "uv" / "bin" / "uv", "pip", "compile", "--quiet", "--only-binary", ":all:"]
        command += ["--python-platform", system, "--python-version", python, folder / "pins.txt"]
        return subprocess.run(command, capture_output=True, text=True, timeout=600)

    return solved


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_package_can_be_had_where_the_course_runs(solve, system):
    done = solve(system)
    assert done.returncode == 0, done.stderr
    assert "\ntensorflow==2.21" in done.stdout
    assert done.stdout.count("==") > 100


def test_tensorflow_cannot_be_had_for_an_intel_mac(solve):
    done = solve(INTEL_MAC)
    assert done.returncode != 0
    assert "tensorflow" in done.stderr and "no wheels with a matching platform tag" in done.stderr
