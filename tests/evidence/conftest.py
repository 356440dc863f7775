"""Evidence carried the whole way: request, capture, document, read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from coursework.evidence import capture
from coursework.evidence.format import ROUNDS
from graders.evidence import kinds, read, request
from graders.evidence.asking import UndecidedError, watching


@pytest.fixture(autouse=True, scope="module")
def _clear_session() -> Any:
    yield
    import keras

    keras.backend.clear_session()


@pytest.fixture(scope="session")
def carry() -> Callable[..., Any]:
    """Carry one object across as a kind of evidence, and give what a check would be given."""

    def carried(value: Any, kind: kinds.Kind, **others: Any) -> Any:
        asked = {"it": kind}
        plain = json.loads(json.dumps(request(asked)))
        return read(capture({"it": value, **others}, plain), asked)["it"]

    return carried


@pytest.fixture(scope="session")
def put() -> Callable[..., Any]:
    """Carry one object across, and give what a question to it gives; the object itself is asked in rounds."""

    def asked(value: Any, question: Callable[[Any], Any], kind: kinds.Kind | None = None) -> Any:
        names = {"it": kind or kinds.Model()}
        document = capture({"it": value}, json.loads(json.dumps(request(names))))
        answered: list[bytes] = []
        while True:
            found = read(document, names, answered)["it"]
            with watching() as watch:
                try:
                    said = question(found)
                except UndecidedError:
                    if not watch.questions:
                        raise
            if not watch.questions:
                return said
            assert len(answered) < ROUNDS, "the same is asked again and again"
            answered.append(capture({}, json.loads(json.dumps({"questions": watch.questions}))))

    return asked
