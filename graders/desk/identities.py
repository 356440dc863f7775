"""Who asks a class's service: a token of the class's own, or a JupyterHub's word."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from graders.desk.allowance import Allowance
from graders.desk.attempts import TEACHER, Attempts, digest_of
from graders.desk.hub import Hub
from graders.desk.refused import RefusedError

FRESH_SECONDS = 1.0
"""How long the database's tokens count without being read again: a token that was replaced ends then."""
WRONG, WRONG_EACH = 20, 3.0
"""How many wrong tokens may come from one address in a row, and seconds after which one more may."""


@dataclass(frozen=True)
class Identity:
    """Somebody known.

    Args:
        name: Under which their tries are kept.
        learns: Whether they may check answers.
        teaches: Whether they may see the class.
    """

    name: str
    learns: bool = True
    teaches: bool = False


class Identities:
    """Tells who brought a token.

    A right token costs neither a query nor a question to the hub each time, and a wrong one costs neither
    where too many came from its address; right tokens from there are still served.

    Args:
        attempts: Knows the tokens that `coursework tokens` gave out.
        hub: The hub whose service this is; None where it is nobody's.
        clock: Tells the time in seconds.
    """

    def __init__(
        self, attempts: Attempts, hub: Hub | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._attempts, self.hub, self._clock = attempts, hub, clock
        self._wrong = Allowance(WRONG, WRONG_EACH, clock)
        self._names: dict[str, str] = {}
        self._read_at = -FRESH_SECONDS
        self._reading: asyncio.Task[None] | None = None
        # Its own thread: who waits for an examiner keeps nobody from being known.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tokens")

    async def whose(self, token: str, address: str = "") -> Identity | None:
        """Tell whose a token is; None when it is nobody's.

        Args:
            token: What a request brought.
            address: Where it came from.

        Raises:
            RefusedError: The hub cannot be asked, or too many wrong tokens have come from that address.
        """
        if not token:
            return None
        name = (await self._tokens()).get(digest_of(token))
        if name is not None:
            return Identity(name, learns=name != TEACHER, teaches=name == TEACHER)
        if self.hub and self.hub.knew(token):
            user = await self.hub.whose(token)
            return Identity(user.name, teaches=user.teaches) if user else None
        if not self._wrong.take(address):
            raise RefusedError(
                429, "Many wrong tokens have come from your address just now: wait a few seconds."
            )
        if self.hub is None:
            return None
        try:
            user = await self.hub.whose(token)
        except RefusedError:  # nobody can tell whether it is wrong
            self._wrong.give_back(address)
            raise
        if user is None:
            return None
        self._wrong.give_back(address)
        return Identity(user.name, teaches=user.teaches)

    async def _tokens(self) -> dict[str, str]:
        """Give the names of the class by their tokens' digests, read anew when they are not fresh."""
        if self._clock() >= self._read_at + FRESH_SECONDS:
            if self._reading is None:
                self._reading = asyncio.create_task(self._read())
            await asyncio.shield(self._reading)
        return self._names

    async def _read(self) -> None:
        began = self._clock()
        try:
            loop = asyncio.get_running_loop()
            self._names = await loop.run_in_executor(self._thread, self._attempts.names)
            self._read_at = began
        finally:
            self._reading = None

    async def learner(self, token: str, address: str = "") -> str:
        """Tell which learner brought a token.

        Args:
            token: What a request brought.
            address: Where it came from.

        Returns:
            Their name.

        Raises:
            RefusedError: It is no learner's, the hub cannot be asked, or too many wrong tokens have come from
                that address.
        """
        known = await self.whose(token, address)
        if known is not None and known.learns:
            return known.name
        if self.hub:
            raise RefusedError(
                401,
                "The hub does not know your token, or not as one for this service: stop your server on the "
                "hub's page and start it again, or ask your teacher.",
            )
        raise RefusedError(401, "Your token is not one of this class: ask your teacher for it.")
