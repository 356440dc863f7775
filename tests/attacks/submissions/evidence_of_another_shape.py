# ruff: noqa
# class: points
# tries: sends well-formed evidence with claims of points in every place
# %% halve
import json
import coursework.evidence


def forged(namespace, request):
    names = request["evidence"]
    fact = {"unusable": "absent", "found": "full marks: 2 of 2 points", "points": 2}
    head = {
        "schema": "coursework-evidence",
        "version": 1,
        "blobs": [],
        "layers": [],
        "evidence": {name: fact for name in names},
    }
    return json.dumps(head).encode() + b"\n"


coursework.evidence.capture = forged
half = 6
# %% triple
triple = 1
# %% adder
adder = 1
