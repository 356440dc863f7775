"""Documents that are malformed or forged: what somebody may send in place of a kernel's evidence.

`test_reader.py` and `test_asking.py` read each by itself; `tests/desk` sends each to a class's service.
"""

import copy
import json
import random

HEAD = {"schema": "coursework-evidence", "version": 1, "blobs": [], "layers": []}


def document(evidence, after=b"", **head):
    """A document with these facts."""
    return json.dumps({**HEAD, "evidence": evidence, **head}).encode() + b"\n" + after


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


def mutants(good, number, seed):
    """So many documents that differ from a good one in one, two or three places."""
    line, _, rest = good.partition(b"\n")
    head = json.loads(line)
    chance = random.Random(seed)
    everywhere = [path for path in places(head) if path]
    for _ in range(number):
        mutant = head
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            path = chance.choice(everywhere)
            how = chance.choice(["replace", "replace", "drop", "add", "double", "swap", "number", "wrap"])
            try:
                mutant = changed(mutant, path, how, chance.choice(WORDS), chance)
            except (KeyError, IndexError, TypeError, OverflowError):
                break  # an earlier change took this place away
        yield json.dumps(mutant).encode("ascii") + b"\n" + rest


def damaged(good, number, seed):
    """So many documents with bytes flipped, cut out, doubled or cut off."""
    chance = random.Random(seed)
    for _ in range(number):
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
        yield bytes(data)


HEADS = [
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
]
"""Documents whose first line is none, or says what cannot be."""
DEPTHS = (30, 300, 700, 900, 980)
DEEP = {
    "config": ('{"a":', "}"),
    "compiled": ('{"class_name":"MeanMetricWrapper","module":"keras","config":{"fn":', "}}"),
    "value": ('{"list":[', "]}"),
    "args": ('{"tuple":[', "]}"),
}


def deep(good, place, depth):
    """A good document in which something is nested almost as deep as Python reads JSON."""
    line, _, rest = good.partition(b"\n")
    head = json.loads(line)
    before, after = DEEP[place]
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
    return text.encode("ascii") + b"\n" + rest


ARRAYS = [
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
]
"""Facts of arrays that are none, and a word of the reason."""


def with_array(array):
    """A document with the fact of an array."""
    fact = {"array": array, "shape": [1], "rows": None, "type": "ndarray"}
    return document({"array": fact}, b"\xff\xff\xff\xff", blobs=[4])


def forge(document, change):
    """A document whose first line somebody changed."""
    head, _, blobs = document.partition(b"\n")
    told = json.loads(head)
    change(told)
    return json.dumps(told).encode("ascii") + b"\n" + blobs


FORGED = {
    "a stand-in in the place of a whole model": lambda told: told["layers"][0].update(
        reason="so", graph=None
    ),
    "shapes in a structure without end": lambda told: told["layers"][1].update(
        spec={"inputs": {}, "outputs": {}}
    ),
    "outputs of an enormous shape": lambda told: told["layers"][0]["graph"]["outputs"].__setitem__(
        0, [[[None, 10**8], "float32"]]
    ),
    "outputs of an odd dtype": lambda told: told["layers"][0]["graph"]["outputs"].__setitem__(
        0, [[[None, 4], "__import__"]]
    ),
    "fewer outputs than layers": lambda told: told["layers"][0]["graph"]["outputs"].pop(),
    "arguments that are none": lambda told: told["layers"][1].update(arguments=[3]),
    "a number that is none": lambda told: told["layers"][2]["weights"][0].update(number="one"),
}
"""What somebody may change in the document of `with_lambda`."""


MALFORMED = {
    "empty": lambda name: b"",
    "zeros": lambda name: bytes(1000),
    "no json": lambda name: b"{\n",
    "nothing": lambda name: document({}),
    "deep": lambda name: document({name: {"value": 7}}).replace(b"7", b"[" * 50_000 + b"]" * 50_000),
    "a long number": lambda name: document({name: {"value": 7}}).replace(b"7", b"9" * 100_000),
    "bytes that are not there": lambda name: document({name: {"value": 7}}, blobs=[10**12]),
    "an enormous array": lambda name: document(
        {name: {"array": {"dtype": "float64", "shape": [2**40], "blob": 0}}}, b"12345678", blobs=[8]
    ),
    "asks without layers": lambda name: document({name: {"value": 7}}, asks=True),
    "another version": lambda name: document({name: {"value": 5}}, version=99),
    "a pickle": lambda name: b"cos\nsystem\n(S'touch " + b"/tmp/attack-mark-pickle'\ntR.",
    "a verdict": lambda name: json.dumps({"verdict": {"points": 2}}).encode() + b"\n",
}
"""Documents about a name that holds a value."""
