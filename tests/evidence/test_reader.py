"""The reader of documents: malformed ones are refused with a reason, and never crash or hang it."""

import copy
import json
import random

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras import layers

from coursework.evidence import capture
from graders.evidence import EvidenceError, Unusable, kinds, read, request

ASKED = {
    "value": kinds.Value(),
    "array": kinds.Array(),
    "table": kinds.Table(),
    "history": kinds.History(),
    "model": kinds.Model(questions=[kinds.call(np.ones((1, 3)))]),
    "layer": kinds.Layer(),
    "call": kinds.Function([kinds.call(1), kinds.call(2)]),
}
DOCUMENTS = 10_000
"""How many malformed documents are read; the tests below share them."""


def whole():
    import pandas as pd

    inputs = keras.Input((3,))
    hidden = layers.Dense(2, activation="relu")(inputs)
    model = keras.Model(inputs, layers.Concatenate()([hidden, inputs[:, 1:]]))
    model.compile("sgd", "mse", metrics=["mae"])
    names = {
        "value": {"a": [1, 2.5, (None, "x")], "b": {1, 2}, "c": float("nan"), "d": np.arange(3)},
        "array": np.arange(6.0).reshape(2, 3),
        "table": pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}),
        "history": {"loss": [1.0, 0.5]},
        "model": model,
        "layer": layers.Dropout(0.5),
        "call": lambda x: [x, np.ones(x)],
    }
    return capture(names, request(ASKED))


@pytest.fixture(scope="module")
def good():
    return whole()


def attempt(document):
    """Read a document; give the reason of the refusal, None when it was read."""
    try:
        found = read(document, ASKED)
    except EvidenceError as error:
        return error.reason if len(str(error)) < 2_000 else pytest.fail("a reason that is too long")
    assert set(found) == set(ASKED)
    for value in found.values():
        assert not isinstance(value, Unusable) or value.found is not None
    return None


def test_good_document_is_read(good):
    assert attempt(good) is None


WORDS = [
    None, True, False, 0, 1, -1, 2, 10**9, 2**63, 10**40, 10**400, -5, 0.5, 1e308, "", "x",
    "keras.layers", "Dense", "Lambda",
    "float32", "object", "nan", "a" * 5_000, "\ud800", [], {}, [[]], [0], {"x": 1}, {"tensor": [0, 0]},
    {"tensor": [99, 99]}, {"list": []}, {"dict": [[[], []]]}, {"set": [{"list": []}]}, {"float": "nan"},
    {"object": "ellipsis"}, {"array": {"dtype": "float32", "shape": [1], "blob": 0}}, {"unusable": "absent",
    "found": "x"}, {"class_name": "__lambda__", "config": {"value": "x"}},
]  # fmt: skip


def places(item, path=()):
    """All places in a head, as paths of keys."""
    yield path
    if isinstance(item, dict):
        for key, part in item.items():
            yield from places(part, (*path, key))
    elif isinstance(item, list):
        for number, part in enumerate(item):
            yield from places(part, (*path, number))


def changed(head, path, how, word, chance):
    """A copy of a head that is changed in one place."""
    head = copy.deepcopy(head)
    if not path:
        return word
    *way, last = path
    parent = head
    for key in way:
        parent = parent[key]
    if how == "replace":
        parent[last] = word
    elif how == "drop":
        del parent[last]
    elif how == "add" and isinstance(parent, dict):
        parent[chance.choice(["extra", "shape", "graph", "reason", "config", "fn"])] = word
    elif how == "double" and isinstance(parent, list):
        parent.insert(last, copy.deepcopy(parent[last]))
    elif how == "swap":
        parent[last] = copy.deepcopy(
            chance.choice(list(parent.values()) if isinstance(parent, dict) else parent)
        )
    elif how == "number" and isinstance(parent[last], (int, float)):
        parent[last] = parent[last] * chance.choice([-1, 2, 1000, 10**6]) + chance.choice([0, 1, -1])
    else:
        parent[last] = [parent[last]]
    return head


def test_changes_at_every_level(good):
    """Four thousand documents that differ from a good one in one, two or three places."""
    line, _, rest = good.partition(b"\n")
    head = json.loads(line)
    chance = random.Random(20)
    everywhere = [path for path in places(head) if path]
    reasons = {}
    for _ in range(4 * DOCUMENTS // 10):
        mutant = head
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            path = chance.choice(everywhere)
            how = chance.choice(["replace", "replace", "drop", "add", "double", "swap", "number", "wrap"])
            try:
                mutant = changed(mutant, path, how, chance.choice(WORDS), chance)
            except (KeyError, IndexError, TypeError, OverflowError):
                break  # an earlier change took this place away
        reason = attempt(json.dumps(mutant).encode("ascii") + b"\n" + rest)
        reasons[reason] = reasons.get(reason, 0) + 1
    assert len(reasons) > 30 and sum(reasons.values()) - reasons.get(None, 0) > DOCUMENTS // 5


def test_changes_of_bytes(good):
    """Four thousand documents with bytes flipped, cut out, doubled or cut off."""
    chance = random.Random(21)
    refused = 0
    for _ in range(4 * DOCUMENTS // 10):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(data))
            how = chance.randrange(4)
            if how == 0:
                data[place] = chance.randrange(256)
            elif how == 1:
                del data[place : place + chance.randint(1, 40)]
            elif how == 2:
                data[place:place] = data[place : place + chance.randint(1, 40)]
            else:
                del data[place:]
            if not data:
                break
        refused += attempt(bytes(data)) is not None
    assert refused > DOCUMENTS // 10


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([w for w in WORDS if isinstance(w, (str, int, float))]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "layer",
                    "graph",
                    "kind",
                    "value",
                    "array",
                    "list",
                    "tuple",
                    "dict",
                    "set",
                    "float",
                    "shape",
                    "dtype",
                    "blob",
                    "answers",
                    "label",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FUZZ = settings(
    max_examples=DOCUMENTS // 10,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@FUZZ
@given(st.sampled_from(sorted(ASKED)), JSON)
def test_evidence_of_any_shape(name, fact):
    """A thousand documents in which one piece of evidence is some JSON."""
    line, _, rest = GOOD[0].partition(b"\n")
    head = json.loads(line)
    head["evidence"][name] = fact
    attempt(json.dumps(head).encode("ascii") + b"\n" + rest)


@FUZZ
@given(JSON | st.binary(max_size=300))
def test_documents_of_any_shape(content):
    """A thousand documents that are some JSON or some bytes."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode("ascii") + b"\n"
    assert attempt(data) is not None


@pytest.fixture(autouse=True, scope="module")
def _remember(good):
    GOOD.append(good)
    yield
    GOOD.clear()


GOOD: list[bytes] = []


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000 + b"\n",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n",
        b"9" * 100_000 + b"\n",
        b"{}\n",
        b"\n",
        b"",
        b"x" * 100,
        b'{"schema": "coursework-evidence", "version": 2, "blobs": [], "layers": [], "evidence": {}}\n',
        b'{"schema": "coursework-evidence", "version": true, "blobs": [], "layers": [], "evidence": {}}\n',
        b'{"schema": "coursework-evidence", "version": 1, "blobs": [1000000000000], "layers": []}\n',
        b'{"schema": "coursework-evidence", "version": 1, "blobs": [-5], "layers": [], "evidence": {}}\n',
        b'{"schema": "other", "version": 1, "blobs": [], "layers": [], "evidence": {}}\n',
        '{"schema": "é"}\n'.encode(),
    ],
)
def test_malformed_heads(line):
    assert attempt(line) is not None


@pytest.mark.parametrize("depth", [30, 300, 700, 900, 980])
@pytest.mark.parametrize("place", ["config", "compiled", "value", "args"])
def test_deep_facts(good, place, depth):
    """Nested almost as deep as Python reads JSON: too deep for a walk that calls itself."""
    line, _, rest = good.partition(b"\n")
    head = json.loads(line)
    before, after = {
        "config": ('{"a":', "}"),
        "compiled": ('{"class_name":"MeanMetricWrapper","module":"keras","config":{"fn":', "}}"),
        "value": ('{"list":[', "]}"),
        "args": ('{"tuple":[', "]}"),
    }[place]
    deep = "@deep@"
    number = next(n for n, layer in enumerate(head["layers"]) if layer["class"] == "Dense")
    if place == "config":
        head["layers"][number]["config"]["units"] = deep
    elif place == "compiled":
        head["evidence"]["model"]["compiled"]["config"]["metrics"] = deep
    elif place == "value":
        head["evidence"]["value"]["value"] = deep
    else:
        head["layers"][head["evidence"]["model"]["layer"]]["graph"]["nodes"][-1]["args"] = [deep]
    text = json.dumps(head).replace('"@deep@"', before * depth + '"X"' + after * depth)
    attempt(text.encode("ascii") + b"\n" + rest)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        ({"dtype": "object", "shape": [1], "blob": 0}, "dtype"),
        ({"dtype": "O", "shape": [1], "blob": 0}, "dtype"),
        ({"dtype": "V8", "shape": [1], "blob": 0}, "dtype"),
        ({"dtype": ["f4"], "shape": [1], "blob": 0}, "dtype"),
        ({"dtype": "float32", "shape": [2**40], "blob": 0}, "integer"),
        ({"dtype": "float32", "shape": [2**20, 2**20], "blob": 0}, "more than"),
        ({"dtype": "float32", "shape": [-1], "blob": 0}, "integer"),
        ({"dtype": "float32", "shape": [3], "blob": 0}, "bytes"),
        ({"dtype": "float32", "shape": [1] * 40, "blob": 0}, "items"),
        ({"dtype": "float32", "shape": [1], "blob": 7}, "integer"),
        ({"dtype": "float32", "shape": [True], "blob": 0}, "integer"),
        ({"dtype": "str", "shape": [1], "blob": 0}, "JSON"),
        ({"dtype": "float32", "shape": [1]}, "missing"),
        ({"dtype": "float32", "shape": [1], "blob": 0, "order": "F"}, "does not know"),
    ],
)
def test_malformed_arrays(array, reason):
    fact = {"array": array, "shape": [1], "rows": None, "type": "ndarray"}
    head = {
        "schema": "coursework-evidence",
        "version": 1,
        "blobs": [4],
        "layers": [],
        "evidence": {"array": fact},
    }
    with pytest.raises(EvidenceError, match=reason):
        read(json.dumps(head).encode() + b"\n\xff\xff\xff\xff", {"array": kinds.Array()})
