"""`coursework serve`: the check service of a class, by itself or as a service of a JupyterHub."""

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
from graders.desk.examiners import Examiners
from graders.desk.hub import TEACHERS, Hub, HubSettings
from graders.desk.remembered import Remembered
from graders.desk.service import Limits, Service, application
from graders.desk.tokens import DB_URL
from graders.errors import CourseError
from graders.examiner import Examiner

ADDRESS, PORT = "127.0.0.1", 8765
STOPPING_SECONDS = 30.0
"""How long checks under way may take when the service is asked to stop."""
SENDING_SECONDS = 60.0
"""How long a request's body may take to come."""


EXAMPLE = "coursework serve --port 8765"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework serve`."""
    parser.add_argument("--address", help=f"where to listen ({ADDRESS}, or where a hub expects it)")
    parser.add_argument("--port", type=int, help=f"the port ({PORT}, or where a hub expects it); 0 for any")
    parser.add_argument("--db", metavar="URL", default=DB_URL, help=f"the database ({DB_URL})")
    parser.add_argument("--certfile", type=Path, help="the certificate for TLS")
    parser.add_argument("--keyfile", type=Path, help="its key")
    parser.add_argument(
        "--plain-http", action="store_true", help="listen to other machines without TLS, behind a proxy"
    )
    parser.add_argument(
        "--hub-teachers",
        metavar="GROUP",
        default=TEACHERS,
        help=f"as a JupyterHub's service: its group of teachers, beside its administrators ({TEACHERS})",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop.

    Args:
        args: As `add_arguments` declares.

    Returns:
        0.

    Raises:
        CourseError: The database, the certificate, the address or the hub's settings cannot be used.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    settings = HubSettings.of(teachers=args.hub_teachers)
    here, port = (settings and settings.listens) or (ADDRESS, PORT)
    place = args.address or here, port if args.port is None else args.port
    tls = _tls(args, place[0])
    attempts = Attempts(args.db)
    try:
        asyncio.run(_serve(place, attempts, tls, settings))
    finally:
        attempts.close()
    return 0


def _tls(args: argparse.Namespace, address: str) -> ssl.SSLContext | None:
    if args.certfile is None:
        if not (_is_here(address) or args.plain_http):
            raise CourseError(
                f"{address} can be reached by other machines, and tokens must not cross a network "
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


async def _serve(
    place: tuple[str, int], attempts: Attempts, tls: ssl.SSLContext | None, settings: HubSettings | None
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    limits = Limits()
    with Examiners(lambda: Examiner(log=logging.getLogger("coursework.serve"), practice=True)) as examiners:
        service = Service(Remembered(examiners), attempts, limits, hub=Hub(settings) if settings else None)
        prefix = settings.prefix if settings else "/"
        server = HTTPServer(
            application(service, prefix),
            ssl_options=tls,
            xheaders=settings is not None,  # the hub's proxy tells whether the browser came by TLS
            max_body_size=limits.body,
            max_header_size=16_384,
            body_timeout=SENDING_SECONDS,
            idle_connection_timeout=SENDING_SECONDS,
        )
        try:
            server.listen(place[1], place[0])
        except OSError as error:
            raise CourseError(f"{place[0]}:{place[1]} cannot be listened to: {error}.") from error
        port = next(iter(server._sockets.values())).getsockname()[1]
        for_whom = f" to those whom the hub at {settings.api} knows" if settings else ""
        address = f"{'https' if tls else 'http'}://{place[0]}:{port}{prefix.rstrip('/')}"
        print(f"serving checks{for_whom} on {address}", flush=True)
        await stop.wait()
        print("stopping: checks under way are judged first", flush=True)
        await service.stop(STOPPING_SECONDS)
        server.stop()
        await server.close_all_connections()
