"""From a kernel to the check service of a class, and back with a verdict."""

import http.client
import json
import queue
import ssl
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

from coursework.desk.channel import NONSENSE, SOON, NoVerdictError, Take, checked_request
from coursework.evidence.format import ROUNDS
from coursework.verdict import Verdict

PATIENCE = 120.0
"""Seconds that the service may take for one answer."""
PAUSE = 1.0
"""Seconds before a request is sent again that met a service which was just being restarted."""
_LONGEST = 64 * 2**20
"""Bytes of an answer of the service that are read."""


class RemoteChannel:
    """Sends evidence to a class's service.

    Args:
        address: The service's address, such as `https://checks.example.org`.
        token: The learner's.
        waiting: Called once in a check whose answer takes longer than a moment.
        patience: Seconds that an answer may take.
    """

    def __init__(
        self,
        address: str,
        token: str,
        waiting: Callable[[], None] = lambda: None,
        patience: float = PATIENCE,
    ) -> None:
        self._address, self._token, self._patience = address, token, patience
        self._waiting: Callable[[], None] | None = waiting

    def verdict(
        self,
        lesson: str,
        exercise: str,
        take: Take,
        *,
        attempted: bool | None = None,
        note: str = "",
        answer: str = "",
    ) -> Verdict:
        """Take an answer's evidence and have it judged. Arguments as for `Channel.verdict`.

        Returns:
            The verdict.

        Raises:
            NoVerdictError: There is none; it says why.
        """
        if not self._token:
            raise NoVerdictError(
                f"The class's check service at {self._address} needs a token, and you have none here: put "
                "the one that your teacher gave you into a file token.txt beside the folder lessons."
            )
        asked = self._send(f"/api/request/{lesson}/{exercise}").get("request")
        document = take(checked_request(asked))
        head = {
            # The same number when it is sent again, so that the try counts once.
            "id": uuid.uuid4().hex,
            "lesson": lesson,
            "exercise": exercise,
            "attempted": attempted,
            "note": note,
            "answer": answer,
        }
        body = json.dumps(head).encode() + b"\n" + document
        try:
            told = self._answered(self._send("/api/check", body), take)
        except _LostError:
            # A service that was restarted between two questions judges the answer from the start.
            try:
                told = self._answered(self._send("/api/check", body), take)
            except _LostError as lost:
                raise NoVerdictError(str(lost)) from lost
        try:
            return Verdict.from_dict(told["verdict"])
        except (KeyError, TypeError, ValueError) as nonsense:
            raise NoVerdictError(NONSENSE) from nonsense

    def _answered(self, told: dict[str, Any], take: Take) -> dict[str, Any]:
        """Answer questions until there are none.

        Raises:
            NoVerdictError: There is no verdict; it says why.
            _LostError: The service does not know the check any more.
        """
        for _ in range(ROUNDS):
            if "ask" not in told:
                break
            answers = take(checked_request(told["ask"]))
            try:
                told = self._send_once(f"/api/answers/{told.get('ticket')}", answers)
            except OSError as fault:
                raise _LostError(self._unreachable(fault)) from fault
        return told

    def _send(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        """Send a request, once more where the service could not be reached.

        Raises:
            NoVerdictError: It cannot be reached, or refuses; the sentence says why.
        """
        try:
            return self._send_once(path, body)
        except TimeoutError as fault:  # it had its time
            raise NoVerdictError(self._slow()) from fault
        except OSError:
            time.sleep(PAUSE)
        try:
            return self._send_once(path, body)
        except OSError as fault:
            raise NoVerdictError(self._unreachable(fault)) from fault

    def _send_once(self, path: str, body: bytes | None) -> dict[str, Any]:
        """Send a request, and tell whoever waits that it takes a while.

        The request runs in a thread of its own, since only this one may show something.
        """
        came: queue.SimpleQueue[dict[str, Any] | BaseException] = queue.SimpleQueue()

        def ask() -> None:
            try:
                came.put(self._exchange(path, body))
            except BaseException as fault:
                came.put(fault)

        threading.Thread(target=ask, name="check", daemon=True).start()
        try:
            told = came.get(timeout=SOON if self._waiting else None)
        except queue.Empty:
            waiting, self._waiting = self._waiting, None
            if waiting is not None:
                waiting()
            told = came.get()
        if isinstance(told, BaseException):
            raise told
        return told

    def _exchange(self, path: str, body: bytes | None) -> dict[str, Any]:
        request = urllib.request.Request(
            self._address + path,
            data=body,
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/octet-stream"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self._patience) as response:
                return _read(response.read(_LONGEST))
        except urllib.error.HTTPError as refused:
            with refused:
                why = _sentence(
                    refused.read(100_000), f"{self._address} refused the check (HTTP {refused.code})."
                )
            lost = refused.code == 404 and path.startswith("/api/answers/")
            raise (_LostError if lost else NoVerdictError)(why) from refused
        except urllib.error.URLError as fault:
            if isinstance(fault.reason, ssl.SSLCertVerificationError):
                raise NoVerdictError(
                    f"The class's check service at {self._address} shows a certificate that this machine "
                    f"does not trust ({fault.reason.verify_message}), so nothing was sent there: tell your "
                    "teacher."
                ) from fault
            # Whether it took too long is told alike wherever that was.
            raise fault.reason if isinstance(fault.reason, TimeoutError) else fault from fault
        except http.client.HTTPException as wrong:
            raise ConnectionError(f"it does not talk HTTP, {type(wrong).__name__}") from wrong
        except (UnicodeError, ValueError) as wrong:  # a token or an address that no header can carry
            raise NoVerdictError(
                f"The class's check service at {self._address} cannot be asked ({wrong}): look at your token."
            ) from wrong

    def _slow(self) -> str:
        return (
            f"The class's check service at {self._address} did not answer within {self._patience:g} s: your "
            "work goes on, and the check can be run again later."
        )

    def _unreachable(self, fault: OSError) -> str:
        if isinstance(fault, TimeoutError):
            return self._slow()
        reason = getattr(fault, "reason", None) or fault
        return (
            f"The class's check service at {self._address} cannot be reached ({reason}): your work goes on, "
            "and the check can be run again later."
        )


class _LostError(Exception):
    """The service does not know a check any more, or is gone in the middle of it."""


def _read(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise NoVerdictError(NONSENSE)
    if "error" in told:
        raise NoVerdictError(_sentence(content, NONSENSE))
    return told


def _sentence(content: bytes, otherwise: str) -> str:
    """Give the sentence with which the service refused; another where there is none."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    said = told.get("error") if isinstance(told, dict) else None
    return " ".join(said.split())[:500] if isinstance(said, str) and said.strip() else otherwise
