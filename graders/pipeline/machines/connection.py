"""How coordinator and workers reach Dask's scheduler."""

import argparse
import importlib.util
import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graders.errors import CourseError

if TYPE_CHECKING:
    from distributed import Security

TLS_OPTIONS = ("tls_ca_file", "tls_cert", "tls_key")


def add_tls_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options for a scheduler that asks for TLS.

    Args:
        parser: The parser of a command that reaches one.
    """
    parser.add_argument(
        "--tls-ca-file", type=Path, metavar="FILE", help="who signed the cluster's certificates"
    )
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help="this machine's certificate")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key")


def security(address: str, args: argparse.Namespace) -> "Security | None":
    """Read the options for TLS.

    Args:
        address: The scheduler's address.
        args: The parsed options.

    Returns:
        Dask's settings; None for a scheduler without TLS.

    Raises:
        CourseError: Dask is not installed, the address is none, or the options do not fit it.
    """
    if importlib.util.find_spec("distributed") is None:
        raise CourseError("Grading on several machines needs Dask: run `pip install distributed`.")
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise CourseError(
            f"{address} is no scheduler's address: give it as the scheduler prints it, as in "
            "tls://grading.example.org:8786."
        )
    from distributed import Security

    files = {name: getattr(args, name) for name in TLS_OPTIONS}
    if parts.scheme == "tcp":
        if any(files.values()):
            raise CourseError(
                f"{address} is without TLS, so the --tls options say nothing: give a tls:// address."
            )
        return None
    for name, path in files.items():
        option = "--" + name.replace("_", "-")
        if path is None:
            raise CourseError(f"{address} asks for TLS: give {option} FILE as well.")
        if not path.is_file():
            raise CourseError(f"{option} {path} is no file.")
    ca_file, cert, key = (str(path.resolve()) for path in files.values())
    roles = {
        f"tls_{role}_{kind}": path
        for role in ("client", "worker", "scheduler")
        for kind, path in (("cert", cert), ("key", key))
    }
    return Security(require_encryption=True, tls_ca_file=ca_file, **roles)


def warning(address: str) -> str:
    """Say what an address without TLS means on a network.

    Args:
        address: The scheduler's address.

    Returns:
        One sentence; empty when there is nothing to warn of.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if parts.scheme == "tls" or here:
        return ""
    return (
        f"{address} is without TLS: whoever reaches it can read submissions and run programs on every "
        "machine of the cluster."
    )
