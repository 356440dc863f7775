"""The forkserver's life: one for all, replaced when it dies, gone when it is not needed."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import alive, forkservers, until
from kernel_helpers import run, start

from graders.kernels import Sandbox, environment
from graders.kernels.client import ForkserverError, spawn
from graders.kernels.forkserver import attend

SLEEP = "import os, time; os.write(1, b'up\\n'); time.sleep(100)"


def test_exit_codes_are_those_of_the_function():
    assert run("import sys; sys.exit(7)").code == 7
    assert run("import os, signal; os.kill(os.getppid(), signal.SIGKILL)").code == -9
    with spawn("os:abort", role="bare") as child:
        assert child.wait(30) == -signal.SIGABRT
    with spawn("math:sqrt", {}, role="bare") as child:  # a missing argument is an exception
        assert child.wait(30) == 1


def test_arguments_files_folder_and_environment_arrive(tmp_path: Path):
    reading, writing = os.pipe()
    code = "import os, sys; os.write(5, f'{os.getcwd()} {sys.argv[1]} {os.environ}'.encode())"
    with spawn(
        "subprocess:call",
        {"args": [sys.executable, "-c", code, "값"], "pass_fds": [5]},
        fds={5: writing},
        env={"ONLY": "this", "LC_ALL": "C.UTF-8"},
        cwd=tmp_path,
        role="bare",
    ) as child:
        os.close(writing)
        assert child.wait(30) == 0
        text = os.read(reading, 10_000).decode()
    os.close(reading)
    assert text.startswith(f"{tmp_path} 값 environ(")
    assert "'ONLY': 'this'" in text and "HOME" not in text


def test_a_child_has_no_open_files_but_its_own():
    result = run("import os; print(sorted(os.listdir('/proc/%d/fd' % os.getppid()), key=int))")
    assert result.output == "['0', '1', '2']\n"


def test_resource_limits():
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE))"
    assert run(code, rlimits={"nofile": (50, 60)}).output == "(50, 60)\n"


def test_signals_reach_the_process_group():
    child, pipe = start(SLEEP)
    assert os.read(pipe, 10) == b"up\n"
    child.send_signal(signal.SIGTERM)
    assert child.wait(30) == -signal.SIGTERM
    assert os.read(pipe, 10) == b""  # the program that the child had started is gone as well
    child.close()
    os.close(pipe)


def test_wait_gives_up_with_a_sentence():
    child, pipe = start(SLEEP)
    with pytest.raises(TimeoutError, match="still runs after 0.1 s"):
        child.wait(0.1)
    child.close()
    os.close(pipe)


def test_a_child_dies_with_its_client_unless_asked_otherwise():
    child, pipe = start(SLEEP)
    kept, kept_pipe = start("import time; time.sleep(1); print('kept on')", detach=True)
    child.close()
    kept.close()
    assert os.read(pipe, 10) in (b"", b"up\n")
    until(lambda: not alive(child.pid), "the child to be killed")
    assert os.read(kept_pipe, 10) == b"kept on\n"
    os.close(pipe)
    os.close(kept_pipe)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("no_such_module:main", "no_such_module"),
        ("os:no_such_function", "no_such_function"),
        ("os", "module:function"),
    ],
)
def test_an_unknown_target_is_named(target: str, message: str):
    with pytest.raises(ForkserverError, match=message):
        spawn(target, role="bare")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ForkserverError, match="nowhere"):
        spawn("os:getpid", cwd=tmp_path / "nowhere", role="bare")


def test_racing_clients_share_one_forkserver(own_runtime: Path):
    code = """
import sys
from graders.kernels.client import spawn
with spawn("time:sleep", {}, role="bare") as child:
    print(child.pid)
"""
    clients = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    for client in clients:
        output, errors = client.communicate(timeout=120)
        assert (client.returncode, errors) == (0, b"")
        assert int(output) > 0
    assert len(forkservers(own_runtime)) == 1


def test_a_stale_socket_is_replaced(own_runtime: Path):
    path = (
        own_runtime
        / f"{environment.fingerprint(environment.with_defaults(os.environ), 'bare', os.getpid())}.sock"
    )
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(path))
    stale.close()
    assert run("print(1)").output == "1\n"
    assert len(forkservers(own_runtime)) == 1


def test_a_killed_forkserver_takes_its_children_along_and_is_replaced(own_runtime: Path):
    child, pipe = start(SLEEP)
    candidate, candidate_pipe = start(SLEEP, sandbox=Sandbox())
    assert os.read(pipe, 10) == os.read(candidate_pipe, 10) == b"up\n"
    (server,) = forkservers(own_runtime)
    os.kill(server, signal.SIGKILL)
    assert child.wait(30) == candidate.wait(30) == -9
    assert child.abandoned
    assert candidate.abandoned
    for pid in (child.pid, candidate.pid):
        until(lambda pid=pid: not alive(pid), "its children to end")
    assert run("print(1)").output == "1\n"
    assert forkservers(own_runtime) != [server]
    child.close()
    candidate.close()
    os.close(pipe)
    os.close(candidate_pipe)


def test_a_forkserver_killed_over_a_request_is_replaced_unnoticed(own_runtime: Path):
    run("pass")
    (server,) = forkservers(own_runtime)
    os.kill(server, signal.SIGSTOP)  # the request waits in its queue
    killer = subprocess.Popen(["/bin/sh", "-c", f"sleep 1; kill -9 {server}"])
    assert run("print(1)").output == "1\n"
    killer.wait(30)


def test_an_idle_forkserver_ends_and_leaves_nothing(own_runtime: Path):
    run("pass", idle=0.5)
    until(lambda: not forkservers(own_runtime), "the idle forkserver to end", 30)
    until(lambda: list(own_runtime.iterdir()) == [], "its files to go", 30)


def test_a_forkserver_with_a_child_is_not_idle(own_runtime: Path):
    child, pipe = start("import time; time.sleep(3); print('done')", idle=0.5)
    assert os.read(pipe, 10) == b"done\n"
    child.close()
    os.close(pipe)


def test_a_forkserver_ends_with_its_owner(own_runtime: Path):
    owner = subprocess.Popen(["/bin/sleep", "100"])
    child, pipe = start(SLEEP, owner=owner.pid)
    assert os.read(pipe, 10) == b"up\n"
    owner.kill()
    owner.wait(30)
    assert child.wait(30) == -9
    until(lambda: list(own_runtime.iterdir()) == [], "its files to go", 30)
    child.close()
    os.close(pipe)


def test_a_forkserver_that_nobody_can_find_any_more_ends(own_runtime: Path):
    run("pass")
    (socket_path,) = own_runtime.glob("*.sock")
    socket_path.unlink()
    until(lambda: not forkservers(own_runtime), "the lost forkserver to end", 40)


def test_another_environment_is_another_forkserver(monkeypatch: pytest.MonkeyPatch, own_runtime: Path):
    run("pass")
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")
    run("pass")
    monkeypatch.setenv("LESSON_OF_THE_DAY", "3")  # does not act on any import
    run("pass")
    assert len(forkservers(own_runtime)) == 2


def test_the_fingerprint_follows_the_installed_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    (tmp_path / "keras-3.15.dist-info").mkdir()
    before = environment.fingerprint({})
    assert environment.fingerprint({}) == before
    (tmp_path / "keras-3.15.dist-info").rename(tmp_path / "keras-3.16.dist-info")
    assert environment.fingerprint({}) != before
    assert environment.fingerprint({}, "other") != environment.fingerprint({})


def test_why_a_forkserver_could_not_import_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_runtime: Path
):
    (tmp_path / "keras.py").write_text("raise ImportError('this is no Keras')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ForkserverError, match="this is no Keras"):
        spawn("os:getpid")
    assert not list(own_runtime.glob("*.sock"))


def test_a_runtime_folder_with_spaces_and_korean_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = Path("/tmp") / f"실행 폴더 {os.getpid()}"
    monkeypatch.setenv("COURSEWORK_RUNTIME_DIR", str(folder))
    assert run("print(1)", idle=0.5).output == "1\n"
    assert run("print(2)", sandbox=Sandbox(), idle=0.5).output == "2\n"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    until(lambda: list(folder.iterdir()) == [], "the forkserver to end", 30)
    folder.rmdir()


def test_a_read_only_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_runtime: Path):
    monkeypatch.setenv("HOME", "/proc")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert run("print(1)").output == "1\n"


def test_where_the_runtime_folder_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COURSEWORK_RUNTIME_DIR")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    expected = tmp_path / "coursework"
    assert (environment.runtime_folder() == expected) == (len(str(expected)) <= 80)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/" + "far/" * 30)
    assert len(str(environment.runtime_folder())) <= 80
    open_to_all = tmp_path / "x"
    open_to_all.mkdir(mode=0o755)
    monkeypatch.setenv("COURSEWORK_RUNTIME_DIR", str(open_to_all))
    with pytest.raises(OSError, match="not a private folder"):
        environment.runtime_folder()


def test_many_children_at_once():
    children = [start(f"print({number})") for number in range(12)]
    for number, (child, pipe) in enumerate(children):
        assert child.wait(60) == 0
        assert os.read(pipe, 10).decode() == f"{number}\n"
        child.close()
        os.close(pipe)


def test_an_event_on_a_connection_that_an_earlier_event_closed_is_passed_over():
    first, second = socket.socketpair()
    seen = []
    with selectors.DefaultSelector() as selector, first, second:

        def close_the_other(_: int) -> None:
            selector.unregister(second)
            second.close()

        keys = [
            selector.register(first, selectors.EVENT_WRITE, close_the_other),
            selector.register(second, selectors.EVENT_WRITE, seen.append),
        ]
        for key in keys:
            attend(selector, key, selectors.EVENT_WRITE)
    assert not seen


def test_a_fault_at_one_connection_is_logged_and_ends_that_one(capsys: pytest.CaptureFixture):
    first, second = socket.socketpair()
    seen = []
    with selectors.DefaultSelector() as selector, first, second:

        def fail(_: int) -> None:
            raise RuntimeError("unforeseen")

        keys = [
            selector.register(first, selectors.EVENT_WRITE, fail),
            selector.register(second, selectors.EVENT_WRITE, seen.append),
        ]
        for key in keys:
            attend(selector, key, selectors.EVENT_WRITE)
        assert list(selector.get_map()) == [second.fileno()]
    assert seen == [selectors.EVENT_WRITE]
    assert "RuntimeError: unforeseen" in capsys.readouterr().err


def test_a_forkserver_that_ends_with_its_owner_serves_nobody_else(own_runtime: Path):
    owner = subprocess.Popen(["/bin/sleep", "100"])
    theirs, their_pipe = start(SLEEP, owner=owner.pid)
    ours, our_pipe = start(SLEEP)
    assert os.read(their_pipe, 10) == os.read(our_pipe, 10) == b"up\n"
    assert len(forkservers(own_runtime)) == 2
    owner.kill()
    owner.wait(30)
    assert theirs.wait(30) == -9
    assert ours.poll() is None
    ours.kill()
    assert (ours.wait(30), ours.abandoned) == (-9, False)
    for child, pipe in ((theirs, their_pipe), (ours, our_pipe)):
        child.close()
        os.close(pipe)
