"""Two hosts on this machine: network namespaces with a cable between them, which can be pulled."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator

HUB, HOST = "10.77.0.1", "10.77.0.2"
"""Their addresses."""


class Hosts:
    """A hub, and a host that is connected with it.

    Attributes:
        hub: What stands before a command so that it runs at the hub.
        host: The same for the other host.
        network: The name that processes of the other host see as their network namespace.
    """

    def __init__(self, running: contextlib.ExitStack) -> None:
        hub = running.enter_context(_ended(["unshare", "-Urn", *_HOLD]))
        self.hub = _inside(hub)
        host = running.enter_context(_ended([*self.hub, "unshare", "-n", *_HOLD]))
        self.host = _inside(host)
        self.network = _run([*self.host, "readlink", "/proc/self/ns/net"]).strip()
        assert self.network != _run([*self.hub, "readlink", "/proc/self/ns/net"]).strip()
        for command in (
            "ip link add cable0 type veth peer name cable1",
            f"ip link set cable1 netns {host.pid}",
            f"ip address add {HUB}/24 dev cable0",
            "ip link set lo up",
            "ip link set cable0 up",
        ):
            _run([*self.hub, *command.split()])
        for command in (
            f"ip address add {HOST}/24 dev cable1",
            "ip link set lo up",
            "ip link set cable1 up",
        ):
            _run([*self.host, *command.split()])

    def cable(self, state: str) -> None:
        """Pull the cable (`down`): nobody is told, and packets go nowhere. Or put it back (`up`)."""
        _run([*self.hub, "ip", "link", "set", "cable0", state])


_HOLD = ("sh", "-c", "echo up; exec sleep 1000")


def why_not() -> str:
    """Say why there are no such hosts here; empty when there are."""
    for program, package in (("unshare", "util-linux"), ("nsenter", "util-linux"), ("ip", "iproute2")):
        if shutil.which(program) is None:
            return (
                f"no host can be cut off: there is no program {program} (Debian: apt-get install {package})"
            )
    tried = subprocess.run(
        ["unshare", "-Urn", "ip", "link", "add", "cable0", "type", "veth", "peer", "name", "cable1"],
        capture_output=True,
        text=True,
    )
    if tried.returncode:
        return f"no host can be cut off: there are no network namespaces ({tried.stderr.strip()})"
    return ""


@contextlib.contextmanager
def two_hosts() -> Iterator[Hosts]:
    """Make them; they vanish with the block."""
    with contextlib.ExitStack() as running:
        yield Hosts(running)


@contextlib.contextmanager
def _ended(command: list[str]) -> Iterator[subprocess.Popen]:
    """Start a process that holds a namespace open, once it has said so; end it with the block."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "up\n"
            yield process
        finally:
            process.kill()


def _inside(process: subprocess.Popen) -> list[str]:
    return ["nsenter", "--preserve-credentials", "-t", str(process.pid), "-U", "-n"]


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
