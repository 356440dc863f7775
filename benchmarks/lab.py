"""JupyterLab: from asking for a kernel to the result of `import keras`, over the server's own interfaces."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING, Any

import psutil
import requests
import websocket

from benchmarks.course import BenchmarkError, Course
from benchmarks.sampling import in_turn, ratio, rounded

if TYPE_CHECKING:
    from benchmarks.formgrader import LargeClass

KERNELS = {"cold": "python3", "warm": "coursework"}
LONGEST = 300.0


class Lab:
    """A JupyterLab server on this machine, stopped when the block is left.

    Args:
        course: Whose folder and environment it has.
    """

    def __init__(self, course: "Course | LargeClass") -> None:
        self._course, self._token = course, secrets.token_hex(16)

    def __enter__(self) -> "Lab":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": self._course.root,
            "allow_root": True,
            # The course's own manager gives the warm kernel under the ordinary one's name.
            "kernel_spec_manager_class": "jupyter_client.kernelspec.KernelSpecManager",
        }
        command = [sys.executable, "-m", "jupyterlab", f"--IdentityProvider.token={self._token}"]
        command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
        self._process = subprocess.Popen(
            command,
            cwd=self._course.root,
            env=self._course.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._address = f"127.0.0.1:{port}"
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"token {self._token}"
        self._session.trust_env = False
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._session.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise BenchmarkError(f"JupyterLab ended with {self._process.returncode}: run `jupyter lab`.")
            try:
                self._session.get(f"http://{self._address}/api/status", timeout=10).raise_for_status()
                return
            except requests.RequestException:
                time.sleep(0.2)
        raise BenchmarkError(f"JupyterLab did not answer within {LONGEST:g} s.")

    def processor(self) -> float:
        """Give the seconds that the server has computed so far, which a busy machine does not lengthen."""
        times = psutil.Process(self._process.pid).cpu_times()
        return times.user + times.system

    def get(self, path: str) -> tuple[float, bytes]:
        """Fetch a page of the server.

        Args:
            path: Its path, without a slash at the beginning.

        Returns:
            Seconds until all of it was here, and what it holds.

        Raises:
            BenchmarkError: The server refused it.
        """
        started = time.perf_counter()
        try:
            answer = self._session.get(f"http://{self._address}/{path}", timeout=LONGEST)
            answer.raise_for_status()
        except requests.RequestException as error:
            raise BenchmarkError(f"JupyterLab did not give {path}: {error}.") from error
        return time.perf_counter() - started, answer.content

    def first_cell(self, kernel: str) -> float:
        """Start a kernel and run `import keras` in it.

        Args:
            kernel: The kernelspec.

        Returns:
            Seconds from the request for the kernel to the cell's reply.
        """
        started = time.perf_counter()
        answer = self._session.post(
            f"http://{self._address}/api/kernels", json={"name": kernel}, timeout=LONGEST
        )
        answer.raise_for_status()
        number = answer.json()["id"]
        try:
            self._run(number, "import keras\nkeras.__version__")
            return time.perf_counter() - started
        finally:
            self._session.delete(f"http://{self._address}/api/kernels/{number}", timeout=60)

    def _run(self, number: str, source: str) -> None:
        channel = websocket.create_connection(
            f"ws://{self._address}/api/kernels/{number}/channels",
            header=[f"Authorization: token {self._token}"],
            timeout=LONGEST,
            http_no_proxy=["127.0.0.1"],
        )
        message = {
            "header": {
                "msg_id": uuid.uuid4().hex,
                "msg_type": "execute_request",
                "version": "5.3",
                "session": uuid.uuid4().hex,
                "username": "",
                "date": "",
            },
            "parent_header": {},
            "metadata": {},
            "content": {"code": source, "silent": False, "allow_stdin": False},
            "channel": "shell",
        }
        try:
            channel.send(json.dumps(message))
            while True:
                told: dict[str, Any] = json.loads(channel.recv())
                if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                    continue
                if told["msg_type"] == "execute_reply":
                    if told["content"]["status"] != "ok":
                        raise BenchmarkError(f"`import keras` failed: {told['content'].get('evalue')}")
                    return
        finally:
            channel.close()


def compare(course: Course, rounds: int) -> dict[str, Any]:
    """Take paired samples in one JupyterLab.

    Args:
        course: Whose environment, and so whose forkserver.
        rounds: Samples of each kernel.

    Returns:
        Samples and their ratio.
    """
    with Lab(course) as lab:
        samples = in_turn(
            {name: lambda kernel=kernel: lab.first_cell(kernel) for name, kernel in KERNELS.items()}, rounds
        )
    return {
        "cold": rounded(samples["cold"]),
        "warm": rounded(samples["warm"]),
        "ratio": ratio(samples["cold"], samples["warm"]),
    }
