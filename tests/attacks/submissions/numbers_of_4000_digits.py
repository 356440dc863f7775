# ruff: noqa
# class: grader
# tries: sends evidence whose numbers are too long for any float
# %% halve
import json
import coursework.evidence

half = 6


def forged(namespace, request):
    names = list(request["evidence"])
    number = "9" * 4000
    layer = (
        '{"class": "Dense", "module": "keras.src.layers.core.dense", "bases": ["Layer"], "name": "d",'
        ' "built": true, "trainable": true, "config": {"units": %s}, "weights": []}' % number
    )
    facts = {
        "half": '{"value": {"complex": [%s, 1]}}' % number,
        "triple": '{"value": %s}' % number,
        "adder": '{"layer": 0, "compiled": null, "overrides": [], "answers": []}',
    }
    evidence = ", ".join('"%s": %s' % (name, facts[name]) for name in names)
    head = '{"schema": "coursework-evidence", "version": 1, "blobs": [], "layers": [%s], "evidence": {%s}}'
    return (head % (layer, evidence)).encode() + b"\n"


coursework.evidence.capture = forged
# %% triple
triple = 1
# %% adder
adder = 1
