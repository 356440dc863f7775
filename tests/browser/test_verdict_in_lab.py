"""The criteria table in JupyterLab, which cleans the outputs of notebooks that it does not trust."""

import os
import subprocess
import sys
import time

import nbformat
import pytest
from feedback_course import graded_notebook
from jupyter_server.serverapp import list_running_servers

PATIENCE = 120
"""Seconds that JupyterLab may take to start, and again to draw."""


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on a folder with one graded notebook; gives the notebook's address."""
    folder, running = tmp_path / "lab", tmp_path / "running"
    folder.mkdir()
    nbformat.write(graded_notebook(), folder / "graded.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    command += [f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=any"]
    environ = {**os.environ, "JUPYTER_RUNTIME_DIR": str(running), "JUPYTER_DATA_DIR": str(tmp_path / "data")}
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + PATIENCE
            while not (found := list(list_running_servers(runtime_dir=str(running)))):
                assert server.poll() is None, (tmp_path / "lab.log").read_text()
                assert time.monotonic() < until, "JupyterLab did not start"
                time.sleep(0.2)
            yield f"{found[0]['url']}lab/tree/graded.ipynb?token=any"
        finally:
            # No kernel runs here. Asked to end, the server may wait for its extensions without an end.
            server.kill()
            server.wait()


def test_lab_keeps_text_left_and_points_right(browser, lab):
    with browser() as page:
        page.goto(lab)
        row = page.locator("tr:has-text('Half of ten')")
        row.wait_for(timeout=PATIENCE * 1000)
        assert row.evaluate("row => getComputedStyle(row).textAlign") == "right", (
            "the rule that is outweighed"
        )
        sides = row.evaluate("row => [...row.cells].map(cell => getComputedStyle(cell).textAlign)")
        assert sides == ["left", "left", "right"]
        headers = page.locator("table:has-text('Half of ten') thead th").all_inner_texts()
        assert headers == ["Result", "Criterion", "Points"]
