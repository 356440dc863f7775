"""One bash session: what a reader types goes into it, and what is printed and the exit status come back."""

import codecs
import os
import re
import secrets
import selectors
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

_ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?/[^\s'\"]*")
_ENDING_SECONDS = 20


class CommandError(Exception):
    """A command that did not do what its page promises; the words say how, and what it printed."""


class Shell:
    """A bash process in a folder, with the standard input of every command closed.

    Args:
        folder: Where it starts.
        environ: Its environment; `HOME` in it tells its processes from all others.
        limit: Seconds that a command may take.
    """

    def __init__(self, folder: Path, environ: dict[str, str], limit: float):
        self._home = environ["HOME"]
        self._limit = limit
        self._typed = Path(self._home) / f"typed-{secrets.token_hex(4)}.sh"
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self) -> "Shell":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def run(self, command: str) -> tuple[int, str]:
        """Type a command and wait for its end.

        Args:
            command: One line of bash, or several that go on.

        Returns:
            Its exit status, and what it printed on both streams.

        Raises:
            CommandError: It did not end within the limit, or ended the shell.
        """
        self._typed.write_text(f"{command}\n", encoding="utf-8")
        # A file that is sourced changes this very shell, and a slip in it does not end the shell.
        done, printed = self._send(f'. "{self._typed}" </dev/null', "$?", self._limit)
        return int(done), printed

    def serve(self, command: str) -> str:
        """Start a command that goes on, wait until the address that it prints answers, and end it.

        Args:
            command: One line of bash.

        Returns:
            The address.

        Raises:
            CommandError: No address was printed or answered within the limit, or the command ended by itself.
        """
        self._typed.write_text(f"{command}\n", encoding="utf-8")
        # `set -m` makes the job the leader of a process group; disowned, its end prints nothing.
        started = f'set -m; {{ . "{self._typed}" </dev/null; }} & disown; set +m'
        group, printed = self._send(started, "$!", self._limit)
        try:
            return self._wait_for_answer(int(group), printed)
        finally:
            _end_group(int(group))
            while self._read(time.monotonic())[0]:
                pass

    def close(self) -> None:
        """End the shell and every process that it left behind."""
        _kill_group(self._process.pid)
        self._process.wait()
        for process in psutil.process_iter():
            try:
                if process.environ().get("HOME") == self._home:
                    process.kill()
            except psutil.Error:  # it ended meanwhile, or belongs to somebody else
                continue
        self._process.stdin.close()
        self._process.stdout.close()

    def _wait_for_answer(self, group: int, printed: str) -> str:
        deadline = time.monotonic() + self._limit
        while time.monotonic() < deadline:
            for address in _ADDRESS.findall(printed):
                if _answers(address):
                    return address
            ended = not _alive(group)
            text, _ = self._read(min(deadline, time.monotonic() + 0.5))
            printed += text
            if ended and not text:
                raise CommandError(f"It ended without an address that answers. It printed:\n{printed}")
        raise CommandError(
            f"No address that it printed answered within {self._limit:.0f} s. It printed:\n{printed}"
        )

    def _send(self, line: str, wanted: str, limit: float) -> tuple[str, str]:
        """Give bash a line, and give the value of `wanted` after it and what was printed until then."""
        if self._process.poll() is not None:
            raise CommandError("An earlier command ended the shell.")
        mark = f"done-{secrets.token_hex(8)}"
        end = re.compile(rf"\n{mark} (\d*)\n")
        self._process.stdin.write(f"{line}\nprintf '\\n{mark} %s\\n' \"{wanted}\"\n".encode())
        self._process.stdin.flush()
        deadline = time.monotonic() + limit
        printed = ""
        while not (found := end.search(printed)):
            text, closed = self._read(deadline)
            printed += text
            if closed:
                self.close()
                raise CommandError(f"It ended the shell. It printed:\n{printed}")
            if time.monotonic() >= deadline:
                self.close()
                raise CommandError(f"It did not end within {limit:g} s. It printed:\n{printed}")
        return found[1], (printed[: found.start()] + printed[found.end() :]).rstrip("\n")

    def _read(self, deadline: float) -> tuple[str, bool]:
        """Give what is printed next, or nothing at the deadline; and whether the output has ended."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return "", False
        data = os.read(self._process.stdout.fileno(), 1 << 16)
        return self._decode(data), not data


def _answers(address: str) -> bool:
    """Tell whether a GET of an address of this machine succeeds; no proxy stands between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=10) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _members(group: int) -> list[psutil.Process]:
    members = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
        except (psutil.Error, ProcessLookupError):  # it ended meanwhile
            continue
    return members


def _alive(group: int) -> bool:
    return bool(_members(group))


def _end_group(group: int) -> None:
    """Ask a process group to end, and kill what has not ended after a while."""
    members = _members(group)
    if members:
        os.killpg(group, signal.SIGTERM)
        psutil.wait_procs(members, timeout=_ENDING_SECONDS)
    _kill_group(group)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
