"""Kernels from the forkserver behave as ordinary ones do, with and without a sandbox."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from conftest import alive, forkservers, until
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from kernel_helpers import memory_search

from graders.kernels import LimitHit, Sandbox
from graders.kernels.sandbox import MIB

ROOT = Path(__file__).resolve().parents[2]

WARM, SEALED = "coursework", "coursework-candidate"
both = pytest.mark.parametrize("name", [WARM, SEALED])


class Kernel:
    """A kernel and a client that runs code in it and collects what comes back."""

    def __init__(self, name: str, **options: Any) -> None:
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(**options)
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)

    def run(self, code: str, **options: Any) -> list[dict[str, Any]]:
        """The outputs of a cell, as in a notebook."""
        outputs: list[dict[str, Any]] = []

        def collect(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                outputs.append(message["content"] | {"type": message["msg_type"]})

        self.client.execute_interactive(code, output_hook=collect, timeout=120, **options)
        return outputs

    def text(self, code: str) -> str:
        """What a cell wrote to stdout, or its error."""
        outputs = self.run(code)
        return "".join(o.get("text", "") if o["type"] == "stream" else o.get("evalue", "") for o in outputs)

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def start() -> Iterator[Callable[..., Kernel]]:
    """Starts kernels that the test leaves behind."""
    started: list[Kernel] = []

    def start(name: str, **options: Any) -> Kernel:
        started.append(Kernel(name, **options))
        return started[-1]

    yield start
    for kernel in started:
        kernel.close()


@both
def test_output_of_every_depth_lands_in_the_notebook(
    name: str, start: Callable[..., Kernel], monkeypatch: pytest.MonkeyPatch
):
    # ipykernel leaves the descriptors alone when it sees itself under test.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    kernel = start(name)
    code = """
import ctypes, os, subprocess, sys
print("python", flush=True)
os.write(1, b"descriptor\\n")
libc = ctypes.CDLL(None)
libc.puts(b"library"); libc.fflush(None)
os.system("echo program")
"""
    outputs = kernel.run(code + "print('warning', file=sys.stderr)")

    def written(stream: str) -> list[str]:
        # The pieces arrive when the watching thread has read the pipe, perhaps after the cell.
        outputs.extend(kernel.run("import time; time.sleep(0.2)"))
        return sorted("".join(o["text"] for o in outputs if o.get("name") == stream).split())

    until(lambda: len(written("stdout")) >= 4, "all four lines")
    assert written("stdout") == ["descriptor", "library", "program", "python"]
    assert written("stderr") == ["warning"]


@both
def test_plots_show_without_asking(name: str, start: Callable[..., Kernel]):
    kernel = start(name)
    outputs = kernel.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert [o["type"] for o in outputs] == ["display_data"]
    assert "image/png" in outputs[0]["data"]
    assert kernel.text("import matplotlib; print(matplotlib.get_backend())").endswith("inline\n")


@both
def test_input_is_answered(name: str, start: Callable[..., Kernel]):
    kernel = start(name)

    def answer(message: dict[str, Any]) -> None:
        kernel.client.input(f"reply to {message['content']['prompt']}")

    outputs = kernel.run("print(input('name? '))", allow_stdin=True, stdin_hook=answer)
    assert outputs[0]["text"] == "reply to name? \n"


@both
def test_await_at_the_top_of_a_cell(name: str, start: Callable[..., Kernel]):
    kernel = start(name)
    assert kernel.text("import asyncio; await asyncio.sleep(0.01); print('awaited')") == "awaited\n"


@both
def test_interrupt_stops_the_cell_and_keeps_the_kernel(name: str, start: Callable[..., Kernel]):
    kernel = start(name)
    kernel.run("kept = 1")
    threading.Timer(1.0, kernel.manager.interrupt_kernel).start()
    started = time.monotonic()
    outputs = kernel.run("import time; time.sleep(100)")
    assert outputs[-1]["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - started < 90
    assert kernel.text("print(kept)") == "1\n"


@both
def test_restart_gives_a_fresh_kernel(name: str, start: Callable[..., Kernel]):
    kernel = start(name)
    kernel.run("old = 1; open('left', 'w').close()")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.text("print('old' in globals())") == "False\n"
    if name == SEALED:
        assert kernel.text("import os; print(os.listdir('.'))") == "[]\n"
    else:
        os.unlink("left")


@both
def test_shutdown_leaves_nothing(name: str, start: Callable[..., Kernel], runtime: Path):
    before = set(os.listdir(runtime))
    kernel = start(name)
    pid = kernel.manager.provisioner.pid
    assert Path(f"/proc/{pid}").exists()
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel()
    assert not kernel.manager.has_kernel
    until(lambda: not alive(pid), "the kernel to end")
    until(lambda: set(os.listdir(runtime)) - before <= _servers(runtime), "its sockets to go")
    assert not Path(kernel.manager.connection_file).exists()


def _servers(runtime: Path) -> set[str]:
    return {path.name for path in runtime.iterdir() if path.suffix in (".sock", ".log")}


@both
def test_a_kernel_that_ends_itself_is_noticed(name: str, start: Callable[..., Kernel]):
    kernel = start(name)
    kernel.client.execute("import os; os._exit(3)")
    until(lambda: not kernel.manager.is_alive(), "the end to be noticed")
    assert kernel.manager.provisioner.limit_hit is None


@both
def test_forks_draw_different_random_numbers(name: str, start: Callable[..., Kernel]):
    code = """
import random, numpy, keras
layer = keras.layers.Dense(1); layer.build((None, 1))
print(random.random(), numpy.random.rand(), numpy.random.default_rng().random(), float(layer.kernel[0, 0]))
"""
    first, second = (kernel.text(code).split() for kernel in (start(name), start(name)))
    assert len(first) == 4
    assert all(one != other for one, other in zip(first, second, strict=True))


@both
def test_seeded_results_are_the_same_in_every_fork(name: str, start: Callable[..., Kernel]):
    code = """
import keras, numpy
keras.utils.set_random_seed(7)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse")
rows = numpy.random.rand(64, 3)
print(model.fit(rows, rows.sum(1), epochs=2, verbose=0).history["loss"])
"""
    assert start(name).text(code) == start(name).text(code) != ""


def test_environment_and_folder_are_the_callers(tmp_path: Path, start: Callable[..., Kernel]):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "neighbour.py").write_text("where = 'beside the notebook'")
    (tmp_path / "keras home").mkdir()
    env = os.environ | {"KERAS_HOME": str(tmp_path / "keras home"), "LESSON": "7"}
    kernel = start(WARM, cwd=str(tmp_path / "mine"), env=env)
    code = """
import os, keras, neighbour
from keras.src.backend.config import keras_home
print(os.getcwd(), os.environ["LESSON"], keras_home(), neighbour.where, sep="\\n")
"""
    lines = [str(tmp_path / "mine"), "7", str(tmp_path / "keras home"), "beside the notebook"]
    assert kernel.text(code).splitlines() == lines


LOAD = """
import os
os.environ.setdefault("KERAS_HOME", {home!r})
import keras
(images, _), _ = keras.datasets.fashion_mnist.load_data()
print(images.shape)
"""


def test_a_lesson_that_sets_keras_home_loads_data_without_a_network(start: Callable[..., Kernel]):
    env = {name: value for name, value in os.environ.items() if name != "KERAS_HOME"}
    code = LOAD.format(home=str(ROOT / "data" / "keras"))
    assert start(WARM, env=env | {"HOME": "/nonexistent"}).text(code) == "(60000, 28, 28)\n"
    assert start(SEALED, sandbox=Sandbox.for_course(ROOT)).text(code) == "(60000, 28, 28)\n"


def test_pythonpath_counts(tmp_path: Path, start: Callable[..., Kernel], own_runtime: Path):
    (tmp_path / "extra_module.py").write_text("value = 42")
    kernel = start(WARM, env=os.environ | {"PYTHONPATH": str(tmp_path)})
    assert kernel.text("import extra_module; print(extra_module.value)") == "42\n"


def test_programs_of_the_environment_are_found(start: Callable[..., Kernel]):
    kernel = start(WARM, env={k: v for k, v in os.environ.items() if k != "PATH"} | {"PATH": "/usr/bin:/bin"})
    code = "import shutil, sys; print(shutil.which('jupyter') == sys.prefix + '/bin/jupyter')"
    assert kernel.text(code) == "True\n"


def test_candidates_output_is_limited_whatever_its_shape(start: Callable[..., Kernel]):
    for code in ("print('x' * 50_000_000)", "while True: print('x' * 1000)"):
        kernel = start(SEALED, sandbox=Sandbox(output_bytes=5 * MIB))
        kernel.client.execute(code)
        until(lambda kernel=kernel: not kernel.manager.is_alive(), "the flood to be stopped")
        assert kernel.manager.provisioner.limit_hit == LimitHit("output", 5 * MIB)
        assert str(kernel.manager.provisioner.limit_hit) == "wrote more than 5 MiB of output"
        received = 0
        try:
            while True:
                received += len(str(kernel.client.get_iopub_msg(timeout=1)["content"]))
        except Empty:
            assert received <= 5 * MIB


def test_limits_of_a_candidate_are_known_to_its_manager(start: Callable[..., Kernel]):
    kernel = start(SEALED, sandbox={"memory": 1500 * MIB, "wall_seconds": 60})
    kernel.client.execute("held = bytearray(b'x') * (2 * 1024**3); import time; time.sleep(60)")
    until(lambda: not kernel.manager.is_alive(), "the candidate to be stopped")
    assert str(kernel.manager.provisioner.limit_hit) == "used more than 1.5 GiB of memory"


def test_results_of_a_candidate_can_be_read_until_clean_up(start: Callable[..., Kernel]):
    kernel = start(SEALED)
    kernel.run("open('result.csv', 'w').write('1,2')")
    provisioner = kernel.manager.provisioner
    assert provisioner.read_file("result.csv", max_bytes=10) == b"1,2"
    kernel.client.execute("import os; os._exit(0)")
    until(lambda: not kernel.manager.is_alive(), "the candidate to end")
    assert provisioner.list_files() == [("result.csv", 3)]
    kernel.close()
    with pytest.raises(FileNotFoundError):
        provisioner.read_file("result.csv", max_bytes=10)


def test_what_a_candidate_is_told_and_tells_is_found_in_no_other(start: Callable[..., Kernel]):
    # A candidate is a copy of the forkserver, so whatever passed through its memory could be found there.
    told, tells = (f"canary{os.urandom(8).hex()}" for _ in range(2))
    first = start(SEALED)
    for size in (1, 1000, 100_000, 3_000_000):
        reply = f"print(bytes.fromhex('{tells.encode().hex()}').decode() * {size // 20 + 1})"
        assert tells in first.text(f"{reply}\n# {told * (size // 20 + 1)}")
        second = start(SEALED)
        # The code that looks for the two holds each in an object, which what it reads may hold once more.
        search = memory_search("self", told, tells, own=4, much=100_000_000)
        assert second.text(search) == "True 0\n"


def test_keras_works_in_a_candidate(start: Callable[..., Kernel]):
    code = """
import keras, numpy
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(numpy.ones((8, 3)), numpy.ones(8), verbose=0, callbacks=[keras.callbacks.TensorBoard("logs")])
model.save("model.keras")
print(keras.models.load_model("model.keras").count_params())
"""
    kernel = start(SEALED)
    assert kernel.text(code) == "4\n"
    assert "model.keras" in dict(kernel.manager.provisioner.list_files())


def test_many_candidates_leave_no_trace(start: Callable[..., Kernel], runtime: Path):
    start(SEALED).close()
    pids = forkservers(runtime)
    before = {pid: _open_files_and_memory(pid) for pid in pids}
    for _ in range(30):
        kernel = Kernel(SEALED)
        assert kernel.text("print(1)") == "1\n"
        kernel.close()
    until(lambda: set(os.listdir(runtime)) == _servers(runtime), "the sockets to go")
    # A forkserver of another role may have had nothing to do and ended.
    same = [pid for pid in forkservers(runtime) if pid in before]
    assert same
    for pid in same:
        files, memory = before[pid]
        after_files, after_memory = _open_files_and_memory(pid)
        assert after_files <= files
        assert after_memory - memory < 8 * MIB


def _open_files_and_memory(pid: int) -> tuple[int, int]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    anonymous = next(line for line in rollup.splitlines() if line.startswith("Anonymous:"))
    return len(os.listdir(f"/proc/{pid}/fd")), int(anonymous.split()[1]) * 1024
