"""The private folder in which the course's processes on this machine meet."""

import contextlib
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

# A Unix socket's address has room for 107 bytes; channels of a kernel get a name of at most 20 below the
# folder.
_LONGEST_FOLDER = 80


def runtime_folder() -> Path:
    """The private folder in which the course's own processes listen; made when missing.

    ``COURSEWORK_RUNTIME_DIR`` names it outright; otherwise it lies in ``XDG_RUNTIME_DIR`` or the folder for
    temporary files, whichever can be written first and is short enough for the address of a socket.

    Returns:
        Its path; mode 0700, owned by this user.

    Raises:
        OSError: when no place for it can be found, saying why.
    """
    chosen = os.environ.get("COURSEWORK_RUNTIME_DIR")
    user = os.getuid()
    if chosen:
        candidates = [Path(chosen)]
    else:
        candidates = [Path(tempfile.gettempdir(), f"coursework-{user}")]
        candidates += [Path(place, f"coursework-{user}") for place in ("/tmp", "/dev/shm")]
        if runtime := os.environ.get("XDG_RUNTIME_DIR"):
            candidates.insert(0, Path(runtime, "coursework"))
    why = []
    for folder in dict.fromkeys(candidates):
        if len(os.fsencode(folder)) > _LONGEST_FOLDER:
            why.append(f"{folder}: the path is too long for a socket")
            continue
        try:
            folder.mkdir(mode=0o700, parents=bool(chosen), exist_ok=True)
            status = folder.lstat()
        except OSError as error:
            why.append(f"{folder}: {error.strerror}")
            continue
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != user or status.st_mode & 0o077:
            why.append(f"{folder}: not a private folder of this user")
        elif not os.access(folder, os.W_OK | os.X_OK):
            why.append(f"{folder}: cannot be written")
        else:
            return folder
    raise OSError(
        "No private folder for the forkserver's socket (" + "; ".join(why) + "). Set TMPDIR to one."
    )


def connected(connection: socket.socket, path: Path) -> bool:
    """Connect to a socket if somebody listens there.

    Args:
        connection: A Unix stream socket, not connected yet.
        path: The socket's path.

    Returns:
        False when nobody listens.

    Raises:
        OSError: It cannot be reached for another reason.
    """
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    return True


@contextlib.contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Keep other processes out of what is done in a folder while the block runs.

    Args:
        folder: The folder.
    """
    import fcntl  # which Windows does not have; nothing listens there

    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)
