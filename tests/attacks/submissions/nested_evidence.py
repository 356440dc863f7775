# ruff: noqa
# class: grader
# tries: sends evidence nested thousands deep, layers that stand in themselves, and lists that hold themselves
# %% halve
half = []
half.append(half)
# %% triple
deep = []
for _ in range(100_000):
    deep = [deep]
triple = lambda number: deep
# %% adder
import json
import coursework.evidence


def forged(namespace, request):
    graph = {"kind": "sequential", "layers": [0, 0], "input": None}
    layer = {
        "class": "Sequential",
        "bases": ["Sequential"],
        "name": "a",
        "built": True,
        "trainable": True,
        "graph": graph,
    }
    fact = {"layer": 0, "compiled": None, "overrides": [], "answers": []}
    head = json.dumps(
        {
            "schema": "coursework-evidence",
            "version": 1,
            "blobs": [],
            "layers": [layer],
            "evidence": {"adder": fact},
        }
    )
    if "adder" in request["evidence"]:
        return head.encode() + b"\n"
    return b'{"schema": ' + b"[" * 100_000 + b"\n"


coursework.evidence.capture = forged
adder = 1
