"""An IPython kernel in a process that was forked and not started."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import Any

import zmq
from ipykernel.heartbeat import Heartbeat
from ipykernel.kernelapp import IPKernelApp

CHANNEL_NAMES = ("shell", "iopub", "stdin", "control", "hb")


class _InheritedHeartbeat(Heartbeat):
    """A heartbeat on a socket that already listens."""

    inherited: int = -1

    def _try_bind_socket(self) -> None:
        self.socket.setsockopt(zmq.USE_FD, self.inherited)
        super()._try_bind_socket()


class ForkedKernelApp(IPKernelApp):
    """ipykernel's application, which can also take channels that were opened before it lost the right to."""

    # Set by main(): channel number → listening socket.
    listeners: dict[int, int] = {}

    def _try_bind_socket(self, s: Any, port: int) -> int:
        if self.listeners:
            s.setsockopt(zmq.USE_FD, self.listeners[port])
        return super()._try_bind_socket(s, port)

    def init_heartbeat(self) -> None:
        """Start the heartbeat, on the inherited socket if there is one."""
        if not self.listeners:
            super().init_heartbeat()
            return
        address = (self.transport, self.ip, self.hb_port)
        self.heartbeat = _InheritedHeartbeat(zmq.Context(), address)
        self.heartbeat.inherited = self.listeners[self.hb_port]
        self.heartbeat.start()


def main(
    argv: list[str],
    connection: dict[str, object] | None = None,
    listeners: dict[int, int] | None = None,
) -> None:
    """Run a kernel until it is told to stop.

    Args:
        argv: the arguments that ``ipykernel_launcher`` would get.
        connection: what the connection file says, for a kernel that cannot see the file itself.
        listeners: channel number → listening socket, for a kernel that may open none.
    """
    os.environ.pop("JPY_PARENT_PID", None)
    if connection is not None:
        fd, path = tempfile.mkstemp(suffix=".json", prefix="kernel-")
        with open(fd, "w") as file:
            json.dump(connection, file)
        argv = ["-f", path, *argv]
    app = ForkedKernelApp.instance()
    app.listeners = {int(channel): fd for channel, fd in (listeners or {}).items()}
    # The forkserver ends this process when its client is gone, so ipykernel's own watch over its parent stays
    # off; 1 also keeps it from printing how to stop a kernel that stands in a terminal.
    app.parent_handle = 1
    _inline_plots()
    app.initialize(argv)
    app.start()


def _inline_plots() -> None:
    """Matplotlib was imported before IPython could name its backend in the environment.

    The inline backend hooks itself into IPython while it is imported, so it has to be imported again, on the
    first plot.
    """
    import matplotlib

    sys.modules.pop("matplotlib_inline.backend_inline", None)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
