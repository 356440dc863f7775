"""Running a submission's cells in a candidate kernel, and taking evidence from it.

Everything that comes out of a candidate may be forged by the code that runs there, so messages are read
with care: only known kinds of output are kept, their amount is limited, and a message that cannot be read
costs the candidate its life, and us nothing.
"""

import contextlib
import json
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from queue import Empty
from typing import Any

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg

from graders.kernels import Sandbox

EVIDENCE_MIME = "application/vnd.coursework.evidence"

# Runs with names of its own, so that nothing of the learner's is covered or changed, and sends the document
# as raw bytes behind a message, where it needs no escaping.
_CAPTURE = """
from IPython import get_ipython
from coursework.evidence import capture
shell = get_ipython()
document = capture(shell.user_ns, request)
publisher = shell.display_pub
message = publisher.session.msg(
    "display_data", {"data": {mime: ""}, "metadata": {}, "transient": {}}, parent=publisher.parent_header
)
publisher.session.send(publisher.pub_socket, message, ident=publisher.topic, buffers=[document])
"""


class Ending(StrEnum):
    """How the run of a cell came to its end."""

    DONE = "done"
    RAISED = "raised"
    INTERRUPTED = "interrupted"
    STUCK = "stuck"
    DIED = "died"
    ABANDONED = "abandoned"


@dataclass
class CellRun:
    """What running some code gave.

    Args:
        ending: How it ended. After STUCK or DIED there is no candidate any more; nor after ABANDONED, when
            what kept it died, and the code may be run again in another.
        outputs: What it showed, in nbformat's form.
        error: Its error in one line, when it raised.
        why: In the learner's words why it was stopped, when it was.
        limit: The sandbox's limit that its error tells of, in a sentence.
        body: Raw bytes that came with an evidence message.
    """

    ending: Ending = Ending.DONE
    outputs: list[NotebookNode] = field(default_factory=list)
    error: str = ""
    why: str = ""
    limit: str = ""
    body: bytes | None = None

    @property
    def candidate_lost(self) -> bool:
        """Whether the candidate is gone."""
        return self.ending in (Ending.STUCK, Ending.DIED)


@dataclass(frozen=True)
class OutputLimits:
    """How much of a cell's output is kept.

    Args:
        text: Characters of streams and texts of one cell.
        data: Characters of all outputs of one cell together, pictures included.
        outputs: Number of outputs of one cell.
    """

    text: int = 50_000
    data: int = 8_000_000
    outputs: int = 200


class Candidate:
    """A kernel in which one submission runs.

    Args:
        kernel_name: The kernelspec.
        cwd: Working folder, for kernels without a sandbox.
        options: Further arguments of the kernel manager's `start_kernel`, such as `sandbox`.
        startup_seconds: How long the kernel may take to answer first.
        limits: How much output is kept.
        grace: Seconds that a cell has to stop after an interrupt.
    """

    def __init__(
        self,
        kernel_name: str,
        *,
        cwd: str,
        options: Mapping[str, Any] | None = None,
        startup_seconds: float = 120,
        limits: OutputLimits | None = None,
        grace: float = 5,
    ) -> None:
        self.limits = limits or OutputLimits()
        self.grace = grace
        self._sandbox = (options or {}).get("sandbox")
        self._manager = KernelManager(kernel_name=kernel_name)
        self._manager.start_kernel(
            cwd=cwd, extra_arguments=["--HistoryManager.hist_file=:memory:"], **(options or {})
        )
        self._client = self._manager.blocking_client()
        try:
            self._client.start_channels()
            self._wait_until_ready(startup_seconds)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Candidate":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the kernel at once."""
        self._client.stop_channels()
        try:
            self._manager.shutdown_kernel(now=True)
        finally:
            self._manager.cleanup_resources()

    def kill(self) -> None:
        """End the kernel's process from another thread; whoever waits for the kernel sees that it died."""
        with contextlib.suppress(RuntimeError, OSError):
            self._manager.signal_kernel(signal.SIGKILL)

    def _wait_until_ready(self, seconds: float) -> None:
        """Wait until the kernel answers, and its answers can be heard.

        The client's own `wait_for_ready` goes on for 0.2 s, to see whether anything else is said; here, what
        does not belong to a run is passed over anyway.

        Raises:
            RuntimeError: The kernel ended, or has not answered after that time.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            asked = self._client.kernel_info()
            with contextlib.suppress(Empty):
                while True:
                    message = self._client.get_iopub_msg(timeout=0.5)
                    if message["parent_header"].get("msg_id") == asked:
                        return
            if not self._manager.is_alive():
                raise RuntimeError("the kernel ended before it answered")
        raise RuntimeError(f"the kernel did not answer within {seconds:g} s")

    def run(self, source: str, seconds: float, *, silent: bool = False) -> CellRun:
        """Run some code to its end.

        Args:
            source: The code.
            seconds: How long it may take; then it is interrupted, and lost with its candidate if it goes on.
            silent: Whether it leaves no trace in the kernel's history.

        Returns:
            What it gave.
        """
        run = _Running(self.limits)
        number = self._client.execute(
            source, silent=silent, store_history=not silent, allow_stdin=False, stop_on_error=False
        )
        deadline = time.monotonic() + seconds
        interrupted = False
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=min(1.0, max(0.05, deadline - time.monotonic())))
                if message["parent_header"].get("msg_id") == number and run.take(message):
                    break
            except Empty:
                if not self._manager.is_alive():
                    if getattr(self._manager.provisioner, "abandoned", False):
                        return run.result(Ending.ABANDONED, "lost the process that kept it")
                    return run.result(Ending.DIED, self._why_died())
            except Exception as error:
                # Only a candidate that writes to the kernel's own sockets sends what cannot be read.
                return run.result(
                    Ending.DIED, f"its kernel sent something unreadable ({type(error).__name__})"
                )
            if time.monotonic() > deadline:
                if interrupted:
                    return run.result(
                        Ending.STUCK, f"ran longer than {seconds:g} s and did not stop when interrupted"
                    )
                interrupted, deadline = True, time.monotonic() + self.grace
                with contextlib.suppress(RuntimeError, ProcessLookupError):
                    self._manager.interrupt_kernel()
        if interrupted:
            return run.result(Ending.INTERRUPTED, f"ran longer than {seconds:g} s and was interrupted")
        ended = run.result(Ending.RAISED if run.error else Ending.DONE, "")
        if isinstance(self._sandbox, Sandbox):
            ended.limit = self._sandbox.limit_behind(run.error)
        return ended

    def capture(self, request: Mapping[str, Any], seconds: float) -> CellRun:
        """Take evidence.

        Args:
            request: What to ask for, from the examiner.
            seconds: How long it may take.

        Returns:
            A run whose `body` is the evidence document, or None when there is none.
        """
        asked = f"__import__('json').loads({json.dumps(request)!r})"
        names = f"{{'request': {asked}, 'mime': {EVIDENCE_MIME!r}}}"
        return self.run(f"__import__('builtins').exec({_CAPTURE!r}, {names})", seconds, silent=True)

    def _why_died(self) -> str:
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            # The word on a limit comes a moment after the end.
            if hit := getattr(self._manager.provisioner, "limit_hit", None):
                return str(hit)
            time.sleep(0.05)
        return "ended the Python process"


class _Running:
    """Collects what one run shows."""

    def __init__(self, limits: OutputLimits) -> None:
        self.limits = limits
        self.outputs: list[NotebookNode] = []
        self.error = ""
        self.body: bytes | None = None
        self._text = self._data = 0
        self._clear_later = False
        self._displays: dict[str, list[NotebookNode]] = {}

    def take(self, message: Mapping[str, Any]) -> bool:
        """Take one message; True when it says that the run is over."""
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "status":
            return content["execution_state"] == "idle"
        if kind == "display_data" and EVIDENCE_MIME in content["data"]:
            self.body = bytes(message["buffers"][0])
        elif kind == "clear_output":
            self._clear_later = bool(content.get("wait"))
            if not self._clear_later:
                self._clear()
        elif kind == "update_display_data":
            for output in self._displays.get(str(content["transient"]["display_id"]), []):
                if self._room(content["data"]):
                    output.data = NotebookNode(content["data"])
        elif kind in ("stream", "display_data", "execute_result", "error"):
            self._add(kind, message)
        return False

    def result(self, ending: Ending, why: str) -> CellRun:
        """Give what was collected."""
        return CellRun(ending, self.outputs, self.error, why, body=self.body)

    def _clear(self) -> None:
        self.outputs.clear()
        self._text = self._data = 0
        self._displays.clear()

    def _add(self, kind: str, message: Mapping[str, Any]) -> None:
        if self._clear_later:
            self._clear_later = False
            self._clear()
        content = message["content"]
        if kind == "error":
            self.error = f"{content['ename']}: {content['evalue']}"[:1000]
        if kind == "stream":
            self._stream("stderr" if content["name"] == "stderr" else "stdout", str(content["text"]))
        elif len(self.outputs) < self.limits.outputs and self._room(content.get("data", content)):
            output = output_from_msg({"header": message["header"], "content": content})
            self.outputs.append(output)
            display = (content.get("transient") or {}).get("display_id")
            if display:
                self._displays.setdefault(str(display), []).append(output)

    def _stream(self, name: str, text: str) -> None:
        room = self.limits.text - self._text
        self._text += len(text)
        if room <= 0:
            return
        if len(text) > room:
            text = text[:room] + f"\n… output beyond {self.limits.text} characters is left out …\n"
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif len(self.outputs) < self.limits.outputs:
            self.outputs.append(NotebookNode(output_type="stream", name=name, text=text))

    def _room(self, data: Any) -> bool:
        self._data += len(json.dumps(data))
        return self._data <= self.limits.data
