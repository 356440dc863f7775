"""A PostgreSQL server of the tests' own, on a Unix socket in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg

SERVER_USERS = ("postgres", "nobody")
"""Whose process the server is when these tests run as root, which it refuses."""


def find_programs() -> Path | None:
    """Find the folder of PostgreSQL's programs; None when there is none on this machine."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists()), None)


class Postgres:
    """A server, started.

    Args:
        programs: Where its programs are.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # Not in pytest's folder, which another user cannot enter; and a socket's path has to be short.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = self._other_user()
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        self._data = self._folder / "data"
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "course", "--no-sync", "-E", "UTF8")
        self.start()

    @staticmethod
    def _other_user() -> str | None:
        if os.geteuid() != 0:
            return None
        known = Path("/etc/passwd").read_text(encoding="utf-8")
        return next(user for user in SERVER_USERS if f"\n{user}:" in known)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._user,
            cwd="/",
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=120,
        )

    def start(self) -> None:
        """Start it; it listens on no network."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        self._run(
            "pg_ctl", "start", "-w", "-D", str(self._data), "-o", options, "-l", str(self._folder / "log")
        )

    def stop(self) -> None:
        """Stop it; whoever is connected loses the connection."""
        self._run("pg_ctl", "stop", "-w", "-D", str(self._data), "-m", "fast")

    def database(self) -> str:
        """Make an empty database; gives its address for SQLAlchemy."""
        name = f"book_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(
            f"host={self._folder} user=course dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://course@/{name}?host={self._folder}"

    def close(self) -> None:
        """Stop it and take everything away."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
