"""Which check service a class has, and which token is the learner's."""

import contextlib
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

NAME, TOKEN_NAME = "service.json", "token.txt"
"""Files in the course's folder: the address of the class's service, and the learner's token."""
ADDRESS_VARIABLE, TOKEN_VARIABLE = "COURSEWORK_SERVICE", "COURSEWORK_TOKEN"
"""Environment variables with the same two; they count before the files."""
_HUB_TOKEN = "JUPYTERHUB_API_TOKEN"
_HUB_PLACES = ("JUPYTERHUB_PUBLIC_URL", "JUPYTERHUB_PUBLIC_HUB_URL", "JUPYTERHUB_HOST", "JUPYTERHUB_API_URL")
"""What a hub tells the servers of its users: their token there, and addresses of its own."""
_SCHEMES = ("https://", "http://")


def service_address(course: Path) -> str | None:
    """Give the address of the class's check service.

    Args:
        course: The course's top folder.

    Returns:
        What `COURSEWORK_SERVICE` says, or `service.json` names, without a slash at the end; None when neither
        names one.
    """
    named = os.environ.get(ADDRESS_VARIABLE, "").strip()
    if named.startswith(_SCHEMES):
        return named.rstrip("/")
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        address = json.loads((course / NAME).read_text(encoding="utf-8"))["address"]
        if isinstance(address, str) and address.startswith(_SCHEMES):
            return address.rstrip("/")
    return None


def token(course: Path, address: str = "") -> str:
    """Give the learner's token.

    Args:
        course: The course's top folder.
        address: The service's address.

    Returns:
        What `COURSEWORK_TOKEN` says, or the first line of `token.txt`; on a JupyterHub, for a service of the
        hub, the token that the hub gave this server. Empty when there is none.
    """
    if named := os.environ.get(TOKEN_VARIABLE):
        return named.strip()
    with contextlib.suppress(OSError, ValueError):
        return (course / TOKEN_NAME).read_text(encoding="utf-8").strip().partition("\n")[0]
    return os.environ.get(_HUB_TOKEN, "").strip() if _of_hub(address) else ""


def _of_hub(address: str) -> bool:
    """Tell whether an address is a service of the hub on which this kernel runs; no other gets its token.

    Whoever runs the hub names the service in its users' environment. Without that, its place has to be the
    hub's own, below the path for services.
    """
    if not address:
        return False
    if os.environ.get(ADDRESS_VARIABLE, "").strip().rstrip("/") == address:
        return True
    services = os.environ.get("JUPYTERHUB_BASE_URL", "/").rstrip("/") + "/services/"
    hubs = {_origin(os.environ.get(name, "")) for name in _HUB_PLACES} - {None}
    return _origin(address) in hubs and urlsplit(address).path.startswith(services)


def _origin(address: str) -> tuple[str, str, int] | None:
    """Give scheme, host and port of an address; None when it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname and port else None
