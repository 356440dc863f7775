# ruff: noqa
# class: points
# tries: patches json, base64, numpy and builtins so that what is written down is something else
# %% halve
import base64, builtins, json
import numpy as np

half = 6
good = json.dumps


def dumps(value, *args, **kwargs):
    if isinstance(value, dict) and "evidence" in value:
        for fact in value["evidence"].values():
            fact.clear()
            fact["value"] = True
    return good(value, *args, **kwargs)


json.dumps = dumps
base64.b64encode = lambda data, *rest: b"9" * 8
np.array_equal = np.allclose = lambda *args, **kwargs: True
builtins.isinstance = lambda thing, kinds: True
builtins.len = lambda thing: 5
builtins.abs = builtins.float = lambda thing: 0
