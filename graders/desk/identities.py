"""Who asks a class's service: a token of the class's own, or a JupyterHub's word."""

from dataclasses import dataclass

from graders.desk.attempts import TEACHER, Attempts
from graders.desk.hub import Hub
from graders.desk.refused import RefusedError


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

    Args:
        attempts: Knows the tokens that `coursework tokens` gave out.
        hub: The hub whose service this is; None where it is nobody's.
    """

    def __init__(self, attempts: Attempts, hub: Hub | None = None) -> None:
        self._attempts, self.hub = attempts, hub

    async def whose(self, token: str) -> Identity | None:
        """Tell whose a token is; None when it is nobody's.

        Args:
            token: What a request brought.

        Raises:
            RefusedError: The hub cannot be asked.
        """
        name = self._attempts.whose(token)
        if name is not None:
            return Identity(name, learns=name != TEACHER, teaches=name == TEACHER)
        user = await self.hub.whose(token) if self.hub and token else None
        return Identity(user.name, teaches=user.teaches) if user else None

    async def learner(self, token: str) -> str:
        """Tell which learner brought a token.

        Args:
            token: What a request brought.

        Returns:
            Their name.

        Raises:
            RefusedError: It is no learner's, or the hub cannot be asked.
        """
        known = await self.whose(token)
        if known is not None and known.learns:
            return known.name
        if self.hub:
            raise RefusedError(
                401,
                "The hub does not know your token, or not as one for this service: stop your server on the "
                "hub's page and start it again, or ask your teacher.",
            )
        raise RefusedError(401, "Your token is not one of this class: ask your teacher for it.")
