"""What the course's JupyterLab offers and starts: one kernel, the one that lessons name, and it is warm."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import until
from jupyter_client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_runtime_dir

import coursework
import graders.kernels
from graders.build.notebook import KERNEL
from graders.kernels.kernelspecs import CANDIDATE, WARM, LessonKernels

CONFIGURATION = Path(graders.kernels.__file__).with_name("jupyter")
TERMINALS = Path(coursework.__file__).parent / "jupyter" / "terminals.json"


def provisioner(manager: KernelSpecManager, name: str) -> dict | None:
    return manager.get_kernel_spec(name).metadata.get("kernel_provisioner")


def test_the_name_in_lessons_is_the_warm_kernel_in_the_lab_and_the_ordinary_one_elsewhere():
    lab, elsewhere = LessonKernels(), KernelSpecManager()
    assert provisioner(elsewhere, KERNEL["name"]) is None
    assert provisioner(lab, KERNEL["name"]) == provisioner(elsewhere, WARM) is not None
    assert lab.get_kernel_spec(KERNEL["name"]).display_name == KERNEL["display_name"]
    assert elsewhere.get_kernel_spec(KERNEL["name"]).display_name == KERNEL["display_name"]
    assert Path(lab.get_kernel_spec(KERNEL["name"]).resource_dir, "logo-svg.svg").is_file()


def test_grading_finds_its_kernel_though_the_launcher_does_not_offer_it():
    settings = json.loads((CONFIGURATION / "jupyter_server_config.json").read_text())["KernelSpecManager"]
    lab = LessonKernels(allowed_kernelspecs=set(settings["allowed_kernelspecs"]))
    assert lab.get_all_specs().keys() == {KERNEL["name"]}
    assert lab.get_kernel_spec(WARM).display_name == "Keras Coursework"
    assert CANDIDATE in KernelSpecManager().find_kernel_specs()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """A Jupyter server with the course's settings: its address, and its token."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", os.pathsep.join([str(CONFIGURATION), str(tmp_path / "etc")]))
    (tmp_path / "etc" / "jupyter_server_config.d").mkdir(parents=True)
    shutil.copy(TERMINALS, tmp_path / "etc" / "jupyter_server_config.d" / "coursework.json")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # of an environment that nobody has activated
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = [f"--port={port}", "--ServerApp.port_retries=0", "--no-browser", "--allow-root"]
    command = [sys.executable, "-m", "jupyter_server", f"--IdentityProvider.token={token}", *options]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}/api"
    try:
        until(lambda: process.poll() is not None or answers(address, token), "the server to answer")
        assert process.poll() is None, (tmp_path / "log").read_text()
        yield address, token
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def ask(address: str, token: str, path: str, data: object = None) -> dict:
    request = urllib.request.Request(
        f"{address}/{path}",
        data=None if data is None else json.dumps(data).encode(),
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as reply:
        return json.load(reply)


def answers(address: str, token: str) -> bool:
    with contextlib.suppress(urllib.error.URLError, ConnectionError):
        return bool(ask(address, token, "status"))
    return False


@pytest.mark.parametrize("name", ["python3", "coursework"])
def test_a_server_offers_one_kernel_and_starts_it_warm_also_for_old_notebooks(server, name):
    offered = ask(*server, "kernelspecs")
    assert (offered["default"], list(offered["kernelspecs"])) == ("python3", ["python3"])
    kernel = ask(*server, "kernels", {"name": name})["id"]
    client = BlockingKernelClient(connection_file=str(Path(jupyter_runtime_dir()) / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        printed: list[str] = []
        client.execute_interactive(
            "import sys; print('tensorflow' in sys.modules)",
            output_hook=lambda message: printed.append(message["content"].get("text", "")),
            timeout=60,
        )
    finally:
        client.stop_channels()
    assert "".join(printed) == "True\n"


def shell_paths(runtime: str) -> list[list[str]]:
    """The PATH of each shell in a terminal of the server that keeps its files in `runtime`."""
    here, paths = psutil.Process(), []
    for process in here.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended since it was listed
            if process.terminal() in {None, here.terminal()}:  # a warm kernel has no terminal of its own
                continue
            environment, parent = process.environ(), psutil.Process(process.ppid())
            if environment.get("JUPYTER_RUNTIME_DIR") == runtime and parent.ppid() == here.pid:
                paths.append(environment["PATH"].split(os.pathsep))
    return paths


def test_a_terminal_finds_the_programs_of_an_environment_that_is_not_activated(server):
    """A lesson says: type `coursework rehearse …` in a terminal."""
    ask(*server, "terminals", {})
    own, runtime = str(Path(sys.executable).parent), os.environ["JUPYTER_RUNTIME_DIR"]
    until(lambda: [path[0] for path in shell_paths(runtime)] == [own], f"a shell that looks into {own} first")
    (path,) = shell_paths(runtime)
    assert shutil.which("coursework", path=os.pathsep.join(path)) == str(Path(own, "coursework"))
