"""`coursework grade-worker ADDRESS`: grades on this machine what a coordinator elsewhere sends."""

import argparse
import asyncio
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graders.build.layout import find_root
from graders.errors import CourseError
from graders.pipeline.machines.connection import add_tls_arguments, security, warning

if TYPE_CHECKING:
    from distributed import Security

CONNECT_SECONDS = 30
EXAMPLE = "coursework grade-worker tcp://127.0.0.1:8786"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework grade-worker`.
    """
    parser.add_argument("address", metavar="ADDRESS", help="the scheduler's address, tls://host:8786")
    parser.add_argument(
        "--slots",
        type=int,
        default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        metavar="N",
        help="submissions at once (default: one for each core)",
    )
    add_tls_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Grade until Ctrl-C, or until the scheduler goes away.

    Args:
        args: The parsed options.

    Returns:
        0 when it was ended by Ctrl-C or SIGTERM, 1 when the scheduler went away.

    Raises:
        CourseError: This machine has no sandbox or no course, or the scheduler cannot be reached.
    """
    if args.slots < 1:
        raise CourseError(f"--slots {args.slots} is too few: give 1 or more.")
    root = find_root()
    tls = security(args.address, args)
    require_sandbox(root)
    if said := warning(args.address):
        print(f"coursework: {said}", file=sys.stderr)
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="grade-worker-", dir=cache, ignore_cleanup_errors=True) as folder:
        return asyncio.run(_serve(args.address, tls, args.slots, Path(folder)))


def require_sandbox(root: Path) -> None:
    """See to it that submissions run in a sandbox here, or without one on purpose.

    Args:
        root: The course's top folder.

    Raises:
        CourseError: They would run without one.
    """
    if os.environ.get("COURSEWORK_UNSANDBOXED"):
        print(
            "coursework: submissions run WITHOUT a sandbox, as COURSEWORK_UNSANDBOXED allows.",
            file=sys.stderr,
        )
        return
    from graders.kernels.doctor import sandbox
    from graders.pipeline.command import load_config
    from graders.pipeline.execute import SANDBOXED

    kernel = load_config(root).SealedExecute.get("kernel_name") or SANDBOXED
    if kernel != SANDBOXED:
        raise CourseError(
            f"A worker grades in the sandbox alone, and nbgrader_config.py names the kernel {kernel}: take "
            "that out, or set COURSEWORK_UNSANDBOXED=1 to grade without a sandbox on purpose."
        )
    found = sandbox()
    if not found.good:
        raise CourseError(
            f"This machine has no sandbox to grade in ({found.value}): `coursework doctor` says more."
        )


async def _serve(address: str, tls: "Security | None", slots: int, folder: Path) -> int:
    """Keep a worker's process alive: one that dies is replaced."""
    from distributed import Nanny

    from graders.pipeline.machines.remote import FOLDER
    from graders.pipeline.machines.schedule import RESOURCE

    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    nanny = Nanny(
        address,
        nthreads=slots,
        name=f"{socket.gethostname()}-{os.getpid()}",
        security=tls,
        resources={RESOURCE: slots},
        memory_limit=0,  # the forkserver watches what candidates hold
        local_directory=str(folder),
        death_timeout=CONNECT_SECONDS,
        env={FOLDER: str(folder)},
        dashboard=False,
    )
    try:
        await asyncio.wait_for(nanny, CONNECT_SECONDS)
    except (OSError, TimeoutError, RuntimeError, ValueError) as error:
        await nanny.close()
        raise CourseError(
            f"No scheduler answers at {address} ({error or type(error).__name__}): start one with `dask "
            "scheduler`, or mend the address or the certificates."
        ) from error
    print(f"Grading for {address}, {slots} at once. Ctrl-C stops.", flush=True)
    ended = asyncio.ensure_future(nanny.finished())
    asked = asyncio.ensure_future(stopped.wait())
    await asyncio.wait([ended, asked], return_when=asyncio.FIRST_COMPLETED)
    if asked.done():
        ended.cancel()
        await nanny.close()
        return 0
    asked.cancel()
    print(f"coursework: the scheduler at {address} went away.", file=sys.stderr)
    return 1
