"""Evidence carried the whole way: request, capture, document, read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from coursework.evidence import capture
from graders.evidence import kinds, read, request


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
