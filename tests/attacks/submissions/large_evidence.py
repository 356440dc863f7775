# ruff: noqa
# class: grader
# tries: sends 300 MB of evidence that says it is something else
# %% halve
import coursework.evidence

half = 6
coursework.evidence.capture = lambda namespace, request: (
    b'{"schema": "coursework-evidence", "version": 1, "blobs": [999999999999], "layers": [], "evidence": {}}\n'
    + b"\0" * 300_000_000
)
