"""Evidence: the plain data that leaves a candidate, and what checks are given of it.

    from graders.evidence import kinds, read, request

    asked = {"model": kinds.Model(), "history": kinds.History(), "scaled": kinds.Array(rows=500)}
    document = coursework.evidence.capture(namespace, request(asked))   # beside the learner's code
    evidence = read(document, asked)                                  # in the examiner

A check is given, under each name that it takes as a parameter:

- `kinds.Value()` → plain Python: number, text, list, tuple, dict, set, None.
- `kinds.Array()` → `ArrayEvidence`, a NumPy array with `.full_shape`, `.rows`, `.type`.
- `kinds.Table()` → `TableEvidence`: `table["price"]`, `.columns`, `.rows`.
- `kinds.History()` → `HistoryEvidence`: `history["val_loss"]`, `len(history)` epochs, `.names`,
  `.validated`, `.planned`.
- `kinds.Model()` → `ModelEvidence`: `.predict(x)`, `.architecture` (see `graders.evidence.architecture`),
  `.compiled` (`.loss`, `.losses`, `.metric_names`, `.optimizer.name`, `.learning_rate`), `.weights`,
  `.parameters`, `.class_name`, `.api`, `.overrides`, `.keras` (the rebuilt Keras model, to look at) and
  `.fresh()` (another, to train).
- `kinds.Layer()` → `LayerEvidence`: `.config`, `.weights`, `.layer` (rebuilt), `.parameters`.
- `kinds.Function([kinds.call(x, y), …])` → `ScriptEvidence`: `.answers[0].value` or `.answers[0].error`.
- `kinds.Metric(epochs=…)`, `kinds.Loss(batches=…)`, `kinds.LayerClass(inputs=…)`,
  `kinds.ModelClass(inputs=…)`, `kinds.Callback(logs=…)`, `kinds.Script(steps)` → `ScriptEvidence`:
  `evidence["epoch 1 batch 2"].value`, `.is_a("Metric")`, `.defines`, `.first_error`. The labels stand in
  each kind's docstring.
- `kinds.File("logs/*.csv")` → `FilesEvidence`: each file with `.csv()`, `.json()`, `.events()`, `.model()`,
  `.weights()`, `.png()`.

What a check cannot use never reaches it: `read` puts an `Unusable` in its place (the name is missing, still
`...`, of another kind, or cannot be rebuilt), and the judge fails the criteria that need it with its words.
"""

from typing import TYPE_CHECKING

from graders.evidence import kinds
from graders.evidence.document import EvidenceError
from graders.evidence.kinds import request
from graders.evidence.unusable import Unusable

if TYPE_CHECKING:
    from graders.evidence.alike import same_up_to_names, shared_weights, shares_weights
    from graders.evidence.architecture import Architecture
    from graders.evidence.compiled import Compiled, Setting
    from graders.evidence.document import Other
    from graders.evidence.files import FileEvidence, FilesEvidence, SavedModel
    from graders.evidence.reading import read
    from graders.evidence.typed import (
        Answer,
        ArrayEvidence,
        HistoryEvidence,
        LayerEvidence,
        ModelEvidence,
        NotRebuiltError,
        Raised,
        ScriptEvidence,
        TableEvidence,
        Weight,
    )

_LATER = {
    "Architecture": "architecture",
    "same_up_to_names": "alike",
    "shared_weights": "alike",
    "shares_weights": "alike",
    "ArrayEvidence": "typed",
    "TableEvidence": "typed",
    "HistoryEvidence": "typed",
    "ModelEvidence": "typed",
    "LayerEvidence": "typed",
    "Answer": "typed",
    "Raised": "typed",
    "ScriptEvidence": "typed",
    "NotRebuiltError": "typed",
    "FileEvidence": "files",
    "SavedModel": "files",
    "FilesEvidence": "files",
    "Weight": "typed",
    "Compiled": "compiled",
    "Setting": "compiled",
    "Other": "document",
    "read": "reading",
}

__all__ = [
    "Answer",
    "Architecture",
    "ArrayEvidence",
    "Compiled",
    "EvidenceError",
    "FileEvidence",
    "FilesEvidence",
    "HistoryEvidence",
    "LayerEvidence",
    "ModelEvidence",
    "NotRebuiltError",
    "Other",
    "Raised",
    "SavedModel",
    "ScriptEvidence",
    "Setting",
    "TableEvidence",
    "Unusable",
    "Weight",
    "kinds",
    "read",
    "request",
    "same_up_to_names",
    "shared_weights",
    "shares_weights",
]


def __getattr__(name: str) -> object:
    """Import what needs more than the standard library when it is first asked for."""
    if name in _LATER:
        import importlib

        return getattr(importlib.import_module(f"graders.evidence.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
