"""Jupyter's applications use the course's kernels without knowing anything about them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from jupyter_client.multikernelmanager import AsyncMultiKernelManager, MultiKernelManager
from wants import skip_or_fail

CELLS = [
    "import sys\nassert 'tensorflow' in sys.modules\nimport keras\nkeras.layers.Dense(3).units",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "import os\nprint(sorted(name for name in os.listdir() if name.endswith('.txt')))",
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook whose first cell fails in a cold kernel, in a folder with spaces and Korean letters."""
    folder = tmp_path / "공책 하나"
    folder.mkdir()
    (folder / "beside.txt").write_text("x")
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    nbformat.write(made, folder / "lesson.ipynb")
    return folder / "lesson.ipynb"


def _run(notebook: Path, *arguments: str) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=notebook.parent,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _check(executed: Path) -> None:
    outputs = [cell.outputs for cell in nbformat.read(executed, 4).cells]
    assert outputs[0][0]["data"]["text/plain"] == "3"
    assert "image/png" in outputs[1][0]["data"]
    assert outputs[2][0]["text"] == "['beside.txt']\n"


NBCONVERT = ("jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", "executed")


def test_nbconvert_and_nbval(notebook: Path):
    _run(notebook, *NBCONVERT, "--ExecutePreprocessor.kernel_name=coursework", "lesson.ipynb")
    _check(notebook.parent / "executed.ipynb")
    arguments = (
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval",
        "--nbval-kernel-name",
        "coursework",
        "executed.ipynb",
    )
    assert "3 passed" in _run(notebook, "pytest", *arguments)


def test_papermill(notebook: Path):
    if find_spec("papermill") is None:
        skip_or_fail("papermill is not installed (it is among the packages of `dev`)")
    _run(notebook, "papermill", "-k", "coursework", "lesson.ipynb", "executed.ipynb")
    _check(notebook.parent / "executed.ipynb")


def test_several_kernels_of_one_manager():
    manager = MultiKernelManager()
    ids = [manager.start_kernel(kernel_name=name) for name in ("coursework", "coursework-candidate")]
    try:
        for kernel_id in ids:
            client = manager.get_kernel(kernel_id).client()
            client.start_channels()
            client.wait_for_ready(timeout=120)
            client.stop_channels()
            assert manager.is_alive(kernel_id)
    finally:
        manager.shutdown_all(now=True)
    assert manager.list_kernel_ids() == []


def test_a_server_waits_for_a_kernel_without_standing_still():
    async def both() -> int:
        manager = AsyncMultiKernelManager()
        turns = 0

        async def turn() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0.001)

        task = asyncio.create_task(turn())
        kernel_id = await manager.start_kernel(kernel_name="coursework")
        task.cancel()
        await manager.shutdown_kernel(kernel_id, now=True)
        return turns

    assert asyncio.run(both()) > 1
