"""`coursework serve`: the check service of a class."""

import argparse
import asyncio
import ipaddress
import logging
import signal
import ssl
import sys
from pathlib import Path

from tornado.httpserver import HTTPServer

from graders.desk.attempts import Attempts
from graders.desk.service import Limits, Service, application
from graders.desk.tokens import DB_URL
from graders.errors import CourseError
from graders.examiner import Examiner

STOPPING_SECONDS = 30.0
"""How long checks under way may take when the service is asked to stop."""
SENDING_SECONDS = 60.0
"""How long a request's body may take to come."""


EXAMPLE = "coursework serve --port 8765"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework serve`."""
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8765, help="the port (8765); 0 for any")
    parser.add_argument("--db", metavar="URL", default=DB_URL, help=f"the database ({DB_URL})")
    parser.add_argument("--certfile", type=Path, help="the certificate for TLS")
    parser.add_argument("--keyfile", type=Path, help="its key")
    parser.add_argument(
        "--plain-http", action="store_true", help="listen to other machines without TLS, behind a proxy"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop.

    Args:
        args: As `add_arguments` declares.

    Returns:
        0.

    Raises:
        CourseError: The database, the certificate or the address cannot be used.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    tls = _tls(args)
    attempts = Attempts(args.db)
    try:
        asyncio.run(_serve(args, attempts, tls))
    finally:
        attempts.close()
    return 0


def _tls(args: argparse.Namespace) -> ssl.SSLContext | None:
    if args.certfile is None:
        if not (_is_here(args.address) or args.plain_http):
            raise CourseError(
                f"{args.address} can be reached by other machines, and tokens must not cross a network "
                "unprotected: give --certfile and --keyfile, or --plain-http behind a proxy that has TLS."
            )
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(args.certfile, args.keyfile)
    except (OSError, ssl.SSLError) as error:
        raise CourseError(f"The certificate {args.certfile} cannot be used: {error}.") from error
    return context


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


async def _serve(args: argparse.Namespace, attempts: Attempts, tls: ssl.SSLContext | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    limits = Limits()
    with Examiner(log=logging.getLogger("coursework.serve")) as examiner:
        service = Service(examiner, attempts, limits)
        server = HTTPServer(
            application(service),
            ssl_options=tls,
            max_body_size=limits.body,
            max_header_size=16_384,
            body_timeout=SENDING_SECONDS,
            idle_connection_timeout=SENDING_SECONDS,
        )
        try:
            server.listen(args.port, args.address)
        except OSError as error:
            raise CourseError(f"{args.address}:{args.port} cannot be listened to: {error}.") from error
        port = next(iter(server._sockets.values())).getsockname()[1]
        print(f"serving checks on {'https' if tls else 'http'}://{args.address}:{port}", flush=True)
        await stop.wait()
        server.stop()
        print("stopping: checks under way are judged first", flush=True)
        await service.stop(STOPPING_SECONDS)
        await server.close_all_connections()
