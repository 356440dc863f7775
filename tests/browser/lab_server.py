"""JupyterLab in a folder, as long as a test needs it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import list_running_servers

PATIENCE = 120
"""Seconds that JupyterLab may take to start, and again to draw."""
PLACES = {
    "JupyterLab": ("lab/tree", "--LabApp.expose_app_in_browser=True"),
    "Notebook 7": ("notebooks", "--JupyterNotebookApp.expose_app_in_browser=True"),
}
"""Where a notebook is opened: the path before its name, and the option that lets tests run commands there."""
_RUN_ALL = """async () => {
    await window.jupyterapp.shell.currentWidget.sessionContext.ready;
    void window.jupyterapp.commands.execute('notebook:run-all-cells');
}"""
_READY = """() => window.jupyterapp
    && document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')"""


@contextmanager
def jupyter_lab(
    folder: Path, beside: Path, *options: str, grace: float = 20, **environ: str
) -> Iterator[str]:
    """Start JupyterLab with the token `any`, and end it.

    Args:
        folder: What it shows.
        beside: Where its log and the list of running servers go.
        options: Further options of its command.
        grace: Seconds to end by itself; 0 where no kernel runs, since it may wait for its extensions.
        environ: Further variables of its environment.

    Yields:
        Its address, with a slash at the end.
    """
    running, log = beside / "running", beside / "lab.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    command += [f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=any", *options]
    environ = {**os.environ, "JUPYTER_RUNTIME_DIR": str(running), **environ}
    with log.open("w") as file:
        server = subprocess.Popen(command, cwd=folder, env=environ, stdout=file, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + PATIENCE
            while not (found := list(list_running_servers(runtime_dir=str(running)))):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until, "JupyterLab did not start"
                time.sleep(0.2)
            yield found[0]["url"]
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(grace)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def run_all(page: Any, address: str) -> None:
    """Open a notebook and run all of its cells.

    Args:
        page: The browser's page.
        address: The notebook's.
    """
    page.goto(address)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE * 1000)
    page.wait_for_function(_READY, timeout=PATIENCE * 1000)
    # Cells that are sent before the notebook's session stands are dropped without a word.
    page.evaluate(_RUN_ALL)
