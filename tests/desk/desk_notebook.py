"""A notebook that somebody works in: a real kernel, to which requests come as a front end sends them."""

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180
SETUP = "import coursework\nDATA = coursework.setup(seed=42)\nimport keras\nimport numpy as np"


@dataclass
class Shown:
    """What stands below a cell.

    Args:
        outputs: Data by MIME type of each display, as it was last updated.
        printed: What was printed.
        error: The error that the cell raised.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    printed: str = ""
    error: str = ""

    @property
    def text(self) -> str:
        """The plain text of all displays."""
        return "\n".join(data["text/plain"] for data in self.outputs)

    @property
    def html(self) -> str:
        """The HTML of all displays."""
        return "\n".join(data.get("text/html", "") for data in self.outputs)


class Notebook:
    """A kernel in a folder, and what its cells show.

    Args:
        lesson: The lesson that is open.
        course: The course's folder.
        environ: Environment variables beside the usual ones.
        kernel: The kernelspec.
    """

    def __init__(self, lesson: str, course: Path = ROOT, kernel: str = "coursework", **environ: str) -> None:
        notebook = course / "lessons" / lesson / f"{lesson}.ipynb"
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        self.cells = {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}
        self._manager = KernelManager(kernel_name=kernel)
        self._manager.start_kernel(
            cwd=str(notebook.parent),
            env={**os.environ, "JPY_SESSION_NAME": str(notebook), **environ},
            extra_arguments=["--HistoryManager.hist_file=:memory:"],
        )
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE)

    def close(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def interrupt(self) -> None:
        """Do what the stop button does."""
        self._manager.interrupt_kernel()

    def send(self, source: str, cell: str | None = "some-cell") -> str:
        """Send a cell to the kernel: with its id, as a front end does, or without, as programs do."""
        content = {
            "code": source,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        metadata = {"cellId": cell} if cell else {}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def wait(self, sent: str) -> Shown:
        """Wait until a cell that was sent has ended."""
        shown, by_id = Shown(), {}
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self._client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") != sent:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return shown
            if kind == "display_data":
                shown.outputs.append(content["data"])
                by_id[content.get("transient", {}).get("display_id")] = len(shown.outputs) - 1
            elif kind == "update_display_data":
                shown.outputs[by_id[content["transient"]["display_id"]]] = content["data"]
            elif kind == "execute_result":
                shown.outputs.append(content["data"])
            elif kind == "stream":
                shown.printed += content["text"]
            elif kind == "error":
                shown.error = f"{content['ename']}: {content['evalue']}"

    def run(self, source: str, cell: str | None = "some-cell") -> Shown:
        """Run a cell."""
        return self.wait(self.send(source, cell))

    def answer(self, exercise: str, source: str) -> Shown:
        """Run an answer."""
        return self.run(source, f"{exercise}-solution")

    def check(self, exercise: str) -> Shown:
        """Run the check cell of an exercise."""
        return self.run(self.cells[f"{exercise}-grade"], f"{exercise}-grade")
