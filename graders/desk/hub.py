"""Who asks, as a JupyterHub tells: `coursework serve` as a service of the hub.

A learner's server on a hub has a token of the hub in its environment. The service hands it to the hub's own
`GET /user`, which answers whose it is and what it may be used for (its *scopes*); a teacher's browser is sent
to the hub to log in, by OAuth. These are two documented requests, made with tornado, which is here already.
The package jupyterhub has handlers for the same, but forgets everybody at the moment when the hub is
restarted, and would bring its own server, database and migrations into every teacher's environment.
"""

import asyncio
import base64
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse

from graders.desk.refused import RefusedError
from graders.errors import CourseError

TEACHERS = "formgrade-keras_coursework"
"""The group of the hub whose members teach, by nbgrader's own rule for a course's name."""
FRESH_SECONDS = 60.0
"""How long the hub's answer counts without being asked for again; a token that was taken back ends then."""
KEPT_SECONDS = 3600.0
"""How long somebody whom the hub knew goes on while the hub cannot be asked."""
REST_SECONDS = 5.0
"""How long a hub that could not be asked is left alone."""
_PATIENCE = 10.0
_KNOWN_MOST, _ASKED_MOST = 20_000, 100


@dataclass(frozen=True)
class User:
    """Somebody of the hub who may use the service.

    Args:
        name: Their name there.
        teaches: Whether the hub has them as an administrator or in the group of those who teach.
    """

    name: str
    teaches: bool


@dataclass(frozen=True)
class HubSettings:
    """Where the hub is, and what the service is to it.

    Args:
        api: The address of its API.
        token: The service's own token.
        prefix: Where the hub's proxy shows the service, such as `/services/checks/`.
        service: The service's name.
        client: Its name in OAuth.
        login: Where a browser is sent to log in.
        callback: Where it comes back to.
        scopes: A token needs one of them to be used here.
        address: Where the hub expects the service to listen; empty when it does not say.
        teachers: The group of those who teach.
    """

    api: str
    token: str
    prefix: str
    service: str
    client: str
    login: str
    callback: str
    scopes: frozenset[str]
    address: str = ""
    teachers: str = TEACHERS

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ, teachers: str = TEACHERS) -> "HubSettings | None":
        """Read what a hub tells its services.

        Args:
            environ: The environment of the process.
            teachers: The group of those who teach.

        Returns:
            The settings; None where no hub started this process as its service.

        Raises:
            CourseError: A part of them is missing or unreadable.
        """
        # A learner's server has all but the service's name.
        service = environ.get("JUPYTERHUB_SERVICE_NAME", "")
        if not service:
            return None
        needed = ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL", "JUPYTERHUB_SERVICE_PREFIX")
        if missing := [name for name in needed if not environ.get(name)]:
            raise CourseError(
                f"JUPYTERHUB_SERVICE_NAME makes this the hub's service {service!r}, and {missing[0]} is not "
                "set: start it from the hub, or set what docs/teachers.md lists."
            )
        token, api, prefix = (environ[name] for name in needed)
        prefix = f"/{prefix.strip('/')}/".replace("//", "/")
        base = environ.get("JUPYTERHUB_BASE_URL", "/").rstrip("/")
        mine = [f"access:services!service={service}", "access:services"]
        try:
            scopes = json.loads(environ.get("JUPYTERHUB_OAUTH_ACCESS_SCOPES") or json.dumps(mine))
        except ValueError as error:
            raise CourseError("JUPYTERHUB_OAUTH_ACCESS_SCOPES is no list in JSON: see the hub.") from error
        return cls(
            api=api.rstrip("/"),
            token=token,
            prefix=prefix,
            service=service,
            client=environ.get("JUPYTERHUB_CLIENT_ID") or f"service-{service}",
            login=f"{environ.get('JUPYTERHUB_HOST', '')}{base}/hub/api/oauth2/authorize",
            callback=environ.get("JUPYTERHUB_OAUTH_CALLBACK_URL") or f"{prefix}oauth_callback",
            scopes=frozenset(map(str, scopes)),
            address=environ.get("JUPYTERHUB_SERVICE_URL", ""),
            teachers=teachers,
        )

    @property
    def listens(self) -> tuple[str, int] | None:
        """Host and port where the hub expects the service."""
        parts = urlsplit(self.address)
        return (parts.hostname, parts.port) if parts.hostname and parts.port else None


@dataclass(frozen=True)
class _Known:
    """What the hub said of a token, and when."""

    user: User | None
    at: float


@dataclass(frozen=True)
class Login:
    """A browser's way to the hub.

    Args:
        address: Where it is sent.
        state: What it has to bring back.
        verifier: Proves to the hub that who asks for the token is who sent the browser.
    """

    address: str
    state: str
    verifier: str


class _GoneError(Exception):
    """The hub cannot be asked."""


class Hub:
    """Asks the hub, and remembers.

    Args:
        settings: Where it is.
        clock: Tells the time in seconds.
    """

    def __init__(self, settings: HubSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings, self._clock = settings, clock
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Task[User | None]] = {}
        self._gone_until = 0.0

    async def whose(self, token: str) -> User | None:
        """Tell who brought a token; None when the hub does not know it, or not for this service.

        Args:
            token: What a request brought.

        Raises:
            RefusedError: The hub cannot be asked, and did not know the token within the last hour.
        """
        if not (token.isascii() and token.isprintable()):
            return None  # no header can carry it
        key = _key(token)
        known, now = self._known.get(key), self._clock()
        if known and now < known.at + FRESH_SECONDS:
            return known.user
        try:
            if now < self._gone_until:
                raise _GoneError
            return await self._once(key, token)
        except _GoneError as fault:
            if known and known.user and now < known.at + KEPT_SECONDS:
                return known.user
            raise RefusedError(
                503, "The hub cannot be asked who you are just now: run the check again in a minute."
            ) from fault

    def knew(self, token: str) -> bool:
        """Tell whether the hub knew who brought a token when it was last asked.

        Args:
            token: What a request brought.
        """
        known = self._known.get(_key(token))
        return known is not None and known.user is not None

    async def _once(self, key: str, token: str) -> User | None:
        """Ask for one token once, however many requests bring it at the same time."""
        if key not in self._asking:
            if len(self._asking) >= _ASKED_MOST:
                raise RefusedError(503, "Very many people arrive just now: run the check again in a minute.")
            self._asking[key] = asyncio.create_task(self._ask(key, token))
            self._asking[key].add_done_callback(lambda _: self._asking.pop(key))
        return await asyncio.shield(self._asking[key])

    async def _ask(self, key: str, token: str) -> User | None:
        response = await self._fetch("/user", headers={"Authorization": f"token {token}"})
        user = None if response is None else self._user(response)
        while len(self._known) >= _KNOWN_MOST:
            self._known.pop(next(iter(self._known)))
        self._known.pop(key, None)  # so that who was asked for last is forgotten last
        self._known[key] = _Known(user, self._clock())
        return user

    def _user(self, model: dict[str, Any]) -> User | None:
        if model.get("kind") != "user" or not self.settings.scopes & set(model.get("scopes") or ()):
            return None
        teaches = model.get("admin") is True or self.settings.teachers in (model.get("groups") or ())
        return User(str(model["name"]), teaches)

    async def _fetch(self, path: str, **options: Any) -> dict[str, Any] | None:
        """Send the hub a request; None when it refuses.

        Raises:
            _GoneError: It is not there, or answers what a hub does not.
        """
        request = HTTPRequest(
            self.settings.api + path,
            connect_timeout=_PATIENCE,
            request_timeout=_PATIENCE,
            follow_redirects=False,
            **options,
        )
        try:
            response: HTTPResponse = await AsyncHTTPClient().fetch(request)
            model = json.loads(response.body)
            if not isinstance(model, dict) or not {"name", "access_token"} & set(model):
                raise ValueError("that is no answer of a hub")
        except HTTPClientError as error:
            if error.code in (400, 401, 403, 404):
                return None
            self._rest()
            raise _GoneError from error
        except (OSError, ValueError, UnicodeError, RecursionError) as error:
            self._rest()
            raise _GoneError from error
        return model

    def _rest(self) -> None:
        self._gone_until = self._clock() + REST_SECONDS

    def login(self) -> Login:
        """Begin a login: tell where to send a browser."""
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(32)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        query = {
            "client_id": self.settings.client,
            "redirect_uri": self.settings.callback,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return Login(f"{self.settings.login}?{urlencode(query)}", state, verifier)

    async def logged_in(self, code: str, verifier: str) -> str | None:
        """End a login: change what the browser brought back for a token of the hub.

        Args:
            code: What it brought.
            verifier: The login's.

        Returns:
            The token; None when the hub refuses.

        Raises:
            RefusedError: The hub cannot be asked.
        """
        form = {
            "client_id": self.settings.client,
            "client_secret": self.settings.token,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.settings.callback,
            "code_verifier": verifier,
        }
        try:
            answer = await self._fetch("/oauth2/token", method="POST", body=urlencode(form))
        except _GoneError as fault:
            raise RefusedError(503, "The hub cannot be asked just now: load the page again.") from fault
        token = (answer or {}).get("access_token")
        return token if isinstance(token, str) else None


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
