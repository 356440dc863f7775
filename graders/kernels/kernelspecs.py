"""The two kernels of the course, where Jupyter looks for kernels."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import ipykernel.kernelspec

PROVISIONER = "coursework-provisioner"
LEARNER, CANDIDATE = "coursework", "coursework-candidate"
_NAMES = {LEARNER: "Keras Coursework", CANDIDATE: "Keras Coursework (candidate, sandboxed)"}


def install_kernelspecs(prefix: str | Path | None = None) -> list[Path]:
    """Write the kernelspecs ``coursework`` and ``coursework-candidate``.

    Args:
        prefix: the environment to install into; this Python's own unless given.

    Returns:
        The two folders, in ``<prefix>/share/jupyter/kernels``.
    """
    kernels = Path(prefix or sys.prefix) / "share" / "jupyter" / "kernels"
    written = []
    for name, title in _NAMES.items():
        folder = kernels / name
        folder.mkdir(parents=True, exist_ok=True)
        for picture in Path(ipykernel.kernelspec.RESOURCES).glob("logo-*"):
            shutil.copyfile(picture, folder / picture.name)
        (folder / "kernel.json").write_text(json.dumps(_spec(name, title), indent=1) + "\n", encoding="utf-8")
        written.append(folder)
    return written


def _spec(name: str, title: str) -> dict[str, object]:
    metadata: dict[str, object] = {"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": {}}}
    if name == CANDIDATE:
        metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER, "config": {"sandboxed": True}}
    else:
        metadata |= {"debugger": True, "supported_encryption": ["curve"]}
    return {
        # Jupyter puts its own Python in place of the bare name, so the kernels move with the environment.
        "argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": title,
        "language": "python",
        "interrupt_mode": "signal",
        "kernel_protocol_version": "5.5",
        "metadata": metadata,
    }
