"""A certificate for this machine's loopback address, which nobody trusts who is not told to."""

import shutil
import subprocess
from pathlib import Path

SECONDS = 60
"""How long making one may take on a busy machine."""


def make_certificate(folder: Path) -> tuple[Path, Path] | None:
    """Make a certificate that is its own authority.

    Args:
        folder: Where it is put.

    Returns:
        The certificate and its key; None where there is no `openssl`.
    """
    if shutil.which("openssl") is None:
        return None
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cluster"]
        + ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return cert, key
